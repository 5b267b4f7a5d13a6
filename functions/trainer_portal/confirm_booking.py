"""POST /v1/trainer/bookings/{id}/confirm: accept a request."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.portal import TrainerBookings
from stvos.bookings.transitions import Action
from stvos.errors import Conflict, InvalidState
from stvos.models import Empty


@endpoint(who="T", feature="coach_connect", body=Empty, raises=(InvalidState, Conflict))
def handler(request: Request[Empty, Account]) -> BookingEnvelope:
    bookings = TrainerBookings.of(request.caller)
    changed = bookings.act(request.path_id("id"), Action.CONFIRM)
    return BookingEnvelope.of(*changed)

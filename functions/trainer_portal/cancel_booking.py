"""POST /v1/trainer/bookings/{id}/cancel: cancel a session until it begins."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.portal import TrainerBookings
from stvos.bookings.requests import ReasonBody
from stvos.bookings.transitions import Action
from stvos.errors import Conflict, InvalidState


@endpoint(who="T", feature="coach_connect", body=ReasonBody, raises=(InvalidState, Conflict))
def handler(request: Request[ReasonBody, Account]) -> BookingEnvelope:
    bookings = TrainerBookings.of(request.caller)
    changed = bookings.act(request.path_id("id"), Action.CANCEL, request.body.reason)
    return BookingEnvelope.of(*changed)

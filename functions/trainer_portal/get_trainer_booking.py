"""GET /v1/trainer/bookings/{id}: one of the trainer's one-to-one sessions."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.portal import TrainerBookings
from stvos.models import Query


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> BookingEnvelope:
    return BookingEnvelope.of(*TrainerBookings.of(request.caller).show(request.path_id("id")))

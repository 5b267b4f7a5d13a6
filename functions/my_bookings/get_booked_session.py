"""GET /v1/my-bookings/sessions/{id}: one of the member's one-to-one sessions."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.service import Bookings
from stvos.models import Query


@endpoint(who="U", feature="coach_connect")
def handler(request: Request[Query, Account]) -> BookingEnvelope:
    return BookingEnvelope.of(*Bookings.of(request.caller).show(request.path_id("id")))

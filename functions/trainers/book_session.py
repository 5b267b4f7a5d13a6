"""POST /v1/trainers/{id}/book: book a one-to-one session in a listed slot.

It is confirmed immediately, or pending where the trainer confirms by hand; a request that is not
answered within a day, or by the start, lapses.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.requests import BookBody
from stvos.bookings.service import Bookings
from stvos.errors import Conflict, Forbidden, MemberBusy, SlotTaken, SlotUnavailable


@endpoint(
    who="U",
    agents="confirmed",
    public=True,
    feature="coach_connect",
    body=BookBody,
    status=HTTPStatus.CREATED,
    raises=(SlotTaken, SlotUnavailable, MemberBusy, Conflict, Forbidden),
)
def handler(request: Request[BookBody, Account]) -> BookingEnvelope:
    bookings = Bookings.of(request.caller)
    return BookingEnvelope.of(*bookings.book(request.path_id("id"), request.body))

"""POST /v1/my-bookings/sessions/{id}/reschedule: move a session to another listed slot.

Its id, length and price stay. Where the trainer confirms by hand, it is pending again.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.requests import TimeBody
from stvos.bookings.service import Bookings
from stvos.errors import Conflict, InvalidState, MemberBusy, SlotTaken, SlotUnavailable


@endpoint(
    who="U",
    feature="coach_connect",
    body=TimeBody,
    raises=(InvalidState, SlotTaken, SlotUnavailable, MemberBusy, Conflict),
)
def handler(request: Request[TimeBody, Account]) -> BookingEnvelope:
    bookings = Bookings.of(request.caller)
    return BookingEnvelope.of(*bookings.reschedule(request.path_id("id"), request.body))

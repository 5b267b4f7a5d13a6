"""POST /v1/trainer/bookings/{id}/reschedule: move a session to another listed slot.

Its id, length and price stay, and it is confirmed.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.answers import BookingEnvelope
from stvos.bookings.portal import TrainerBookings
from stvos.bookings.requests import TimeBody
from stvos.errors import Conflict, InvalidState, MemberBusy, SlotTaken, SlotUnavailable


@endpoint(
    who="T",
    feature="coach_connect",
    body=TimeBody,
    raises=(InvalidState, SlotTaken, SlotUnavailable, MemberBusy, Conflict),
)
def handler(request: Request[TimeBody, Account]) -> BookingEnvelope:
    bookings = TrainerBookings.of(request.caller)
    return BookingEnvelope.of(*bookings.reschedule(request.path_id("id"), request.body))

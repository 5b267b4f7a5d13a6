"""POST /v1/my-bookings/classes/{id}/cancel: as leaving the class, and with a reason.

The seat goes to the first of those who wait and can come. Cancelling again answers the same.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.bookings.requests import ReasonBody
from stvos.errors import Conflict, InvalidState
from stvos.group_classes.seat_answers import SeatEnvelope
from stvos.group_classes.seats import MemberSeats


@endpoint(who="U", feature="coach_connect", body=ReasonBody, raises=(InvalidState, Conflict))
def handler(request: Request[ReasonBody, Account]) -> SeatEnvelope:
    seats = MemberSeats.of(request.caller)
    return SeatEnvelope.of(seats.leave(request.path_id("id"), request.body.reason))

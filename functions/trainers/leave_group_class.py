"""POST /v1/group-classes/{id}/leave: give up a seat or a place in the waitlist.

The seat goes to the first of those who wait and can come. It can be left until it begins;
leaving again answers the same.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.group_classes.seat_answers import SeatEnvelope
from stvos.group_classes.seats import MemberSeats
from stvos.models import Empty


@endpoint(who="U", feature="coach_connect", body=Empty, raises=(InvalidState, Conflict))
def handler(request: Request[Empty, Account]) -> SeatEnvelope:
    seats = MemberSeats.of(request.caller)
    return SeatEnvelope.of(seats.leave(request.path_id("id")))

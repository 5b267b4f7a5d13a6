"""POST /v1/group-classes/{id}/join: take a seat, or a place in the waitlist.

Whoever has one keeps it, so joining again answers the same. The member's time is taken with a seat,
not with a place in the waitlist.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import ClassFull, Conflict, Forbidden, InvalidState, MemberBusy
from stvos.group_classes.seat_answers import SeatEnvelope
from stvos.group_classes.seats import MemberSeats
from stvos.models import Empty


@endpoint(
    who="U",
    agents="confirmed",
    feature="coach_connect",
    body=Empty,
    raises=(ClassFull, MemberBusy, InvalidState, Conflict, Forbidden),
)
def handler(request: Request[Empty, Account]) -> SeatEnvelope:
    return SeatEnvelope.of(*MemberSeats.of(request.caller).join(request.path_id("id")))

"""GET /v1/my-bookings/classes: the group classes that the member joined, waits for, or left.

`when=upcoming` lists what is not over, soonest first; otherwise the latest first.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.group_classes.seat_answers import JoinedClassesAnswer
from stvos.group_classes.seat_requests import SeatsQuery
from stvos.group_classes.seats import MemberSeats


@endpoint(who="U", agents="reads", feature="coach_connect", query=SeatsQuery)
def handler(request: Request[SeatsQuery, Account]) -> JoinedClassesAnswer:
    return JoinedClassesAnswer.of(*MemberSeats.of(request.caller).page(request.query))

"""GET /v1/my-bookings/programmes: the programmes that the member follows or followed.

The newest first. `when=upcoming` lists those that are active or paused, `past` the others.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.programmes.answers import SubscriptionsAnswer
from stvos.programmes.requests import SubscriptionsQuery
from stvos.programmes.service import MemberProgrammes


@endpoint(who="U", agents="reads", feature="coach_connect", query=SubscriptionsQuery)
def handler(request: Request[SubscriptionsQuery, Account]) -> SubscriptionsAnswer:
    return SubscriptionsAnswer.of(MemberProgrammes.of(request.caller).page(request.query))

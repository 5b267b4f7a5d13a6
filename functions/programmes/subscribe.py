"""POST /v1/programmes/{id}/subscribe: follow a programme from a date on.

`startDate` is a date of the member's zone, today unless given. A programme can be followed again
once the subscription before is cancelled or completed.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.programmes.answers import SubscriptionEnvelope
from stvos.programmes.requests import SubscribeBody
from stvos.programmes.service import MemberProgrammes


@endpoint(
    who="U",
    feature="coach_connect",
    body=SubscribeBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[SubscribeBody, Account]) -> SubscriptionEnvelope:
    programmes = MemberProgrammes.of(request.caller)
    return SubscriptionEnvelope.of(programmes.subscribe(request.path_id("id"), request.body))

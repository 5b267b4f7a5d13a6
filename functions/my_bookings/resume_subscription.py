"""POST /v1/my-bookings/programmes/{id}/resume: go on with a paused programme, today."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.models import Empty
from stvos.programmes.answers import SubscriptionEnvelope
from stvos.programmes.service import MemberProgrammes


@endpoint(who="U", feature="coach_connect", body=Empty, raises=(InvalidState, Conflict))
def handler(request: Request[Empty, Account]) -> SubscriptionEnvelope:
    return SubscriptionEnvelope.of(
        MemberProgrammes.of(request.caller).resume(request.path_id("id"))
    )

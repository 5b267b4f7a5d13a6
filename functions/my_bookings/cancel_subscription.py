"""POST /v1/my-bookings/programmes/{id}/cancel: follow a programme no more."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.programmes.answers import SubscriptionEnvelope
from stvos.programmes.requests import CancelBody
from stvos.programmes.service import MemberProgrammes


@endpoint(who="U", feature="coach_connect", body=CancelBody, raises=(InvalidState, Conflict))
def handler(request: Request[CancelBody, Account]) -> SubscriptionEnvelope:
    programmes = MemberProgrammes.of(request.caller)
    return SubscriptionEnvelope.of(programmes.cancel(request.path_id("id"), request.body.reason))

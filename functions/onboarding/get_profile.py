"""GET /v1/onboarding/profile: what a newcomer answered so far, and what is still to be asked."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidSession
from stvos.onboarding.answers import SoFarAnswer
from stvos.onboarding.requests import SessionQuery
from stvos.onboarding.service import Onboarding


@endpoint(who="K", agents="onboarding", query=SessionQuery, raises=(InvalidSession,))
def handler(request: Request[SessionQuery]) -> SoFarAnswer:
    return SoFarAnswer.of(*Onboarding.of(request.principal).read(request.query.session_id))

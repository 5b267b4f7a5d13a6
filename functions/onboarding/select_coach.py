"""POST /v1/onboarding/select-coach: choose the coach with whom the account will begin.

Another choice replaces it until the newcomer registers.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCoach, InvalidSession
from stvos.onboarding.answers import ChosenCoachAnswer
from stvos.onboarding.recommending import CoachFinder
from stvos.onboarding.requests import SelectCoachBody


@endpoint(who="K", agents="onboarding", body=SelectCoachBody, raises=(InvalidSession, InvalidCoach))
def handler(request: Request[SelectCoachBody]) -> ChosenCoachAnswer:
    body = request.body
    finder = CoachFinder.of(request.principal)
    return ChosenCoachAnswer.of(finder.select(body.session_id, body.coach_id))

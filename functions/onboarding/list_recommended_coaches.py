"""GET /v1/onboarding/recommend-coaches: the trainers who suit a session's newcomer, best first."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidSession
from stvos.onboarding.answers import CoachesAnswer
from stvos.onboarding.recommending import CoachFinder
from stvos.onboarding.requests import RecommendQuery


@endpoint(who="K", agents="onboarding", public=True, query=RecommendQuery, raises=(InvalidSession,))
def handler(request: Request[RecommendQuery]) -> CoachesAnswer:
    asked = request.query
    finder = CoachFinder.of(request.principal)
    return CoachesAnswer.of(finder.recommend_for(asked.session_id, asked.limit))

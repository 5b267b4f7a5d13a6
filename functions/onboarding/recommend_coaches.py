"""POST /v1/onboarding/recommend-coaches: the trainers who suit a newcomer, best first.

For a session, or for a `profile` that is not stored. The score is made of specialisation (0.20),
goals (0.20), hours of the week that fit by the newcomer's clock (0.20), language (0.15), level
(0.10), price (0.10) and how many members a trainer coaches already (0.05). What is not known counts
half.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidSession
from stvos.onboarding.answers import CoachesAnswer
from stvos.onboarding.recommending import CoachFinder
from stvos.onboarding.requests import RecommendBody


@endpoint(who="K", agents="onboarding", public=True, body=RecommendBody, raises=(InvalidSession,))
def handler(request: Request[RecommendBody]) -> CoachesAnswer:
    return CoachesAnswer.of(CoachFinder.of(request.principal).recommend(request.body))

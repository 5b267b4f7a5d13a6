"""POST /v1/ai/generate-workout-plan: weeks of training for a profile, not kept.

Every session is within 10 % of the wished length and takes no exercise that an injury, the level or
missing equipment excludes. What leaves no plan is 400 with the reason.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.plans.answers import WorkoutPlanEnvelope
from stvos.plans.generating import generated, seed_of
from stvos.plans.requests import WorkoutPlanBody


@endpoint(who="K", public=True, feature="workout_builder", body=WorkoutPlanBody)
def handler(request: Request[WorkoutPlanBody]) -> WorkoutPlanEnvelope:
    return WorkoutPlanEnvelope.of(generated(request.body, seed_of(request.body)))

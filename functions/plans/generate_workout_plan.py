"""POST /v1/ai/generate-workout-plan: weeks of training for a profile, not kept.

Every session is within 10 % of the wished length and takes no exercise that an injury, the level or
missing equipment excludes. What leaves no plan is 400 with the reason.

`Prefer: respond-async` answers 202 with an id, by which `GET /ai/jobs/{id}` answers the plan later.
"""

from stvos.ai.suggestions import suggestions_for
from stvos.api.endpoint import Request, endpoint
from stvos.plans.answers import WorkoutPlanEnvelope
from stvos.plans.generating import generated, seed_of
from stvos.plans.job_answers import PlanJobStartedAnswer, StartedLater
from stvos.plans.jobs import GeneratorName
from stvos.plans.requests import WorkoutPlanBody


@endpoint(who="K", public=True, feature="workout_builder", body=WorkoutPlanBody, later=True)
def handler(
    request: Request[WorkoutPlanBody],
) -> WorkoutPlanEnvelope | StartedLater:
    if request.may_be_answered_later:
        return PlanJobStartedAnswer.of_start(GeneratorName.WORKOUT, request.body, request.principal)
    suggest = suggestions_for(request.principal.client, None)
    return WorkoutPlanEnvelope.of(generated(request.body, seed_of(request.body), suggest))

"""POST /v1/ai/generate-nutrition-plan: days of meals for a profile, not kept.

Each day meets the energy within 5 % and protein, carbohydrates and fat within 10 %; no dish comes
twice in three days. Nothing in it contains what the profile's diets and allergies exclude: where
that, or the energy, leaves no plan, the answer is 400 with the reason.

`Prefer: respond-async` answers 202 with an id, by which `GET /ai/jobs/{id}` answers the plan later.
"""

from stvos.ai.suggestions import suggestions_for
from stvos.api.endpoint import Request, endpoint
from stvos.nutrition.answers import NutritionPlanEnvelope
from stvos.nutrition.generating import generated, seed_of
from stvos.nutrition.requests import NutritionPlanBody
from stvos.plans.job_answers import PlanJobStartedAnswer, StartedLater
from stvos.plans.jobs import GeneratorName


@endpoint(who="K", public=True, feature="nutrition", body=NutritionPlanBody, later=True)
def handler(
    request: Request[NutritionPlanBody],
) -> NutritionPlanEnvelope | StartedLater:
    if request.may_be_answered_later:
        return PlanJobStartedAnswer.of_start(
            GeneratorName.NUTRITION, request.body, request.principal
        )
    suggest = suggestions_for(request.principal.client, None)
    return NutritionPlanEnvelope.of(generated(request.body, seed_of(request.body), suggest))

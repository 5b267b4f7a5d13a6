"""POST /v1/ai/generate-nutrition-plan: days of meals for a profile, not kept.

Each day meets the energy within 5 % and protein, carbohydrates and fat within 10 %; no dish comes
twice in three days. Nothing in it contains what the profile's diets and allergies exclude: where
that, or the energy, leaves no plan, the answer is 400 with the reason.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.nutrition.answers import NutritionPlanEnvelope
from stvos.nutrition.generating import generated, seed_of
from stvos.nutrition.requests import NutritionPlanBody


@endpoint(who="K", public=True, feature="nutrition", body=NutritionPlanBody)
def handler(request: Request[NutritionPlanBody]) -> NutritionPlanEnvelope:
    return NutritionPlanEnvelope.of(generated(request.body, seed_of(request.body)))

"""GET /v1/users/me/nutrition-plan: the member's nutrition plan."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import NotFound
from stvos.models import Query
from stvos.nutrition.answers import NutritionPlanEnvelope
from stvos.nutrition.service import NutritionPlans


@endpoint(who="U", feature="nutrition", raises=(NotFound,))
def handler(request: Request[Query, Account]) -> NutritionPlanEnvelope:
    return NutritionPlanEnvelope.of_saved(NutritionPlans.of(request.caller).show())

"""POST /v1/users/me/nutrition-plan: make the member's next nutrition plan.

It goes by the stored profile, and by what `userProfile` says instead. A word of the stored one that
no diet, allergen or food is known by is 400 at `profile`, such as `profile.allergies[0]`. A new
plan takes the place of the one before; where that has meals for today, the new one starts tomorrow.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.ai.suggestions import suggestions_for
from stvos.api.endpoint import Request, endpoint
from stvos.dynamodb.keys import UserId
from stvos.errors import Conflict
from stvos.nutrition.answers import NutritionPlanEnvelope
from stvos.nutrition.requests import NutritionPlanBody
from stvos.nutrition.service import NutritionPlans


@endpoint(
    who="U",
    public=True,
    feature="nutrition",
    body=NutritionPlanBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[NutritionPlanBody, Account]) -> NutritionPlanEnvelope:
    suggest = suggestions_for(request.principal.client, UserId(request.caller.id))
    saved = NutritionPlans.of(request.caller).create(request.body, suggest)
    return NutritionPlanEnvelope.of_saved(saved)

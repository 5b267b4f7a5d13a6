"""DELETE /v1/users/me/nutrition-plan: have no nutrition plan any more."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import NotFound
from stvos.models import DeletedAnswer, Query
from stvos.nutrition.service import NutritionPlans


@endpoint(who="U", feature="nutrition", raises=(NotFound,))
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    NutritionPlans.of(request.caller).end()
    return DeletedAnswer()

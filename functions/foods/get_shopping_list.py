"""GET /v1/users/me/nutrition-plan/shopping-list: what the plan's meals of some days take together.

From `from` to `to`, both included; a week from today, or from the plan's start, unless given.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import NotFound
from stvos.nutrition.answers import ShoppingListAnswer
from stvos.nutrition.requests import ShoppingQuery
from stvos.nutrition.service import NutritionPlans


@endpoint(who="U", feature="nutrition", query=ShoppingQuery, raises=(NotFound,))
def handler(request: Request[ShoppingQuery, Account]) -> ShoppingListAnswer:
    plans = NutritionPlans.of(request.caller)
    return ShoppingListAnswer.of(*plans.shopping(request.query))

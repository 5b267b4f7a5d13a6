"""GET /v1/food-scanner/scans: the member's food scans, the newest first."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.food_scans.answers import ScansAnswer
from stvos.food_scans.requests import ScansQuery
from stvos.food_scans.service import FoodScans


@endpoint(who="U", feature="nutrition", query=ScansQuery)
def handler(request: Request[ScansQuery, Account]) -> ScansAnswer:
    scans = FoodScans.of(request.principal, request.caller)
    return ScansAnswer.of(scans.page(request.query))

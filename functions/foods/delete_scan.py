"""DELETE /v1/food-scanner/scans/{id}: forget a food scan; what was logged of it stays."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.food_scans.service import FoodScans
from stvos.models import DeletedAnswer, Query


@endpoint(who="U", feature="nutrition")
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    FoodScans.of(request.principal, request.caller).remove(request.path_id("id"))
    return DeletedAnswer()

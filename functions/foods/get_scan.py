"""GET /v1/food-scanner/scans/{id}: one food scan."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.food_scans.answers import ScanEnvelope
from stvos.food_scans.service import FoodScans
from stvos.models import Query


@endpoint(who="U", feature="nutrition")
def handler(request: Request[Query, Account]) -> ScanEnvelope:
    scans = FoodScans.of(request.principal, request.caller)
    return ScanEnvelope.of(scans.show(request.path_id("id")))

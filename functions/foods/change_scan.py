"""PATCH /v1/food-scanner/scans/{id}: correct a food scan; all its numbers are worked out anew.

`foods` names those to change, each by its `id` in the scan: other `grams`, another `name` (one that
the food table knows brings its values), or `remove`. `add` adds foods of the table.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.food_scans.answers import ScanEnvelope
from stvos.food_scans.requests import ChangeScanBody
from stvos.food_scans.service import FoodScans


@endpoint(who="U", feature="nutrition", body=ChangeScanBody, raises=(InvalidState, Conflict))
def handler(request: Request[ChangeScanBody, Account]) -> ScanEnvelope:
    scans = FoodScans.of(request.principal, request.caller)
    return ScanEnvelope.of(scans.change(request.path_id("id"), request.body))

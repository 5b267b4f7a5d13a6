"""POST /v1/food-scanner/scans/{id}/log: log what was seen as something eaten, once.

Asked again it answers the entry that there is, with 200. A logged scan is not changed any more.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.food_scans.requests import LogScanBody
from stvos.food_scans.service import FoodScans
from stvos.progress_logs.answers import MealLogged
from stvos.replies import WithStatus


@endpoint(
    who="U",
    feature="nutrition",
    body=LogScanBody,
    status=HTTPStatus.CREATED,
    also=(HTTPStatus.OK,),
    raises=(InvalidState, Conflict),
)
def handler(request: Request[LogScanBody, Account]) -> WithStatus[MealLogged]:
    scans = FoodScans.of(request.principal, request.caller)
    meal, day, is_new = scans.log(request.path_id("id"), request.body)
    return WithStatus(MealLogged.of(meal, day), HTTPStatus.CREATED if is_new else HTTPStatus.OK)

"""POST /v1/progress/nutrition: log something eaten, and see what the day adds up to.

It counts for today in the member's time zone unless `date` says another day, at most 366 days ago.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.progress_logs.answers import MealLogged
from stvos.progress_logs.requests import NutritionBody
from stvos.progress_logs.service import ProgressLogs


@endpoint(
    who="U",
    agents="confirmed",
    public=True,
    body=NutritionBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[NutritionBody, Account]) -> MealLogged:
    meal, day = ProgressLogs.of(request.principal, request.caller).log_meal(request.body)
    return MealLogged.of(meal, day)

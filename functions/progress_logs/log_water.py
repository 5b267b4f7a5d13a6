"""POST /v1/progress/water: log something drunk, and see the day against its goal.

The goal is the member's own (`settings.waterGoalMl`), else 35 ml for each kg of body weight, else
two litres.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.progress_logs.answers import DrinkAnswer, WaterDay, WaterLogged
from stvos.progress_logs.requests import WaterBody
from stvos.progress_logs.service import ProgressLogs
from stvos.progress_logs.water import water_goal_ml


@endpoint(
    who="U",
    agents="confirmed",
    public=True,
    body=WaterBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[WaterBody, Account]) -> WaterLogged:
    drink, day = ProgressLogs.of(request.principal, request.caller).log_water(request.body)
    return WaterLogged(
        entry=DrinkAnswer.model_validate(drink),
        day=WaterDay(logged_ml=day.water_ml, goal_ml=water_goal_ml(request.caller)),
    )

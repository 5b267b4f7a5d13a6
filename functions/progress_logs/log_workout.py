"""POST /v1/progress/workout: log a workout.

It counts for today in the member's time zone unless `date` says another day, at most 366 days ago.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.progress_logs.answers import WorkoutAnswer, WorkoutLogged
from stvos.progress_logs.requests import WorkoutBody
from stvos.progress_logs.service import ProgressLogs


@endpoint(
    who="U",
    agents="confirmed",
    public=True,
    body=WorkoutBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[WorkoutBody, Account]) -> WorkoutLogged:
    workout = ProgressLogs.of(request.principal, request.caller).log_workout(request.body)
    return WorkoutLogged(entry=WorkoutAnswer.model_validate(workout))

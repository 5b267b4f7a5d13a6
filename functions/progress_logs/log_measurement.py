"""POST /v1/progress/measurement: log body weight and other measures."""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.progress_logs.answers import MeasurementAnswer, MeasurementLogged
from stvos.progress_logs.requests import MeasurementBody
from stvos.progress_logs.service import ProgressLogs


@endpoint(
    who="U", agents="confirmed", body=MeasurementBody, status=HTTPStatus.CREATED, raises=(Conflict,)
)
def handler(request: Request[MeasurementBody, Account]) -> MeasurementLogged:
    measurement = ProgressLogs.of(request.principal, request.caller).log_measurement(request.body)
    return MeasurementLogged(entry=MeasurementAnswer.model_validate(measurement))

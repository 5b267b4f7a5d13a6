"""GET /v1/trainer/availability/exceptions: time off and extra hours that are not over."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.trainers.answers import ExceptionsAnswer
from stvos.trainers.own_schedule import OwnSchedule


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> ExceptionsAnswer:
    return ExceptionsAnswer.of(OwnSchedule.of(request.caller).exceptions())

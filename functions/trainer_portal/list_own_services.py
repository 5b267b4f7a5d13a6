"""GET /v1/trainer/services: the trainer's one-to-one sessions, active or not."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.trainers.answers import OwnServicesAnswer
from stvos.trainers.own_schedule import OwnSchedule


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> OwnServicesAnswer:
    return OwnServicesAnswer.of(OwnSchedule.of(request.caller).services())

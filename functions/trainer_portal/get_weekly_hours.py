"""GET /v1/trainer/availability: the trainer's zone and weekly hours."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.trainers.answers import AvailabilityAnswer
from stvos.trainers.own_schedule import OwnSchedule


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> AvailabilityAnswer:
    return AvailabilityAnswer.of(OwnSchedule.of(request.caller).offer())

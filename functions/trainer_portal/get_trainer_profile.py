"""GET /v1/trainer/profile: what the trainer shows of themselves, and how they may be booked."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.trainers.answers import OwnTrainerEnvelope
from stvos.trainers.own_schedule import OwnSchedule


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> OwnTrainerEnvelope:
    return OwnTrainerEnvelope.of(OwnSchedule.of(request.caller).offer())

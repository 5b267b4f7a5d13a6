"""PUT /v1/trainer/profile: change profile and booking rules; what is left out stays.

Bookings that were made keep the rules that they were made under.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.trainers.answers import OwnTrainerEnvelope
from stvos.trainers.own_schedule import OwnSchedule
from stvos.trainers.requests import TrainerProfileBody


@endpoint(who="T", feature="coach_connect", body=TrainerProfileBody, raises=(Conflict,))
def handler(request: Request[TrainerProfileBody, Account]) -> OwnTrainerEnvelope:
    return OwnTrainerEnvelope.of(OwnSchedule.of(request.caller).change_profile(request.body))

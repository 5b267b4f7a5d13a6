"""PUT /v1/trainer/services/{id}: change a service; what is left out stays.

Bookings that were made keep the length and the price of their time.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.trainers.answers import OwnServiceEnvelope
from stvos.trainers.own_schedule import OwnSchedule
from stvos.trainers.requests import ChangeServiceBody


@endpoint(who="T", feature="coach_connect", body=ChangeServiceBody, raises=(Conflict,))
def handler(request: Request[ChangeServiceBody, Account]) -> OwnServiceEnvelope:
    schedule = OwnSchedule.of(request.caller)
    return OwnServiceEnvelope.of(schedule.change_service(request.path_id("id"), request.body))

"""PUT /v1/trainer/availability: set the weekly hours, and the zone that they are in.

They are local wall time: 09:00 is 09:00 on every day, whatever daylight saving does. All hours are
replaced; bookings that were made stay.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.trainers.answers import AvailabilityAnswer
from stvos.trainers.own_schedule import OwnSchedule
from stvos.trainers.requests import AvailabilityBody


@endpoint(who="T", feature="coach_connect", body=AvailabilityBody, raises=(Conflict,))
def handler(request: Request[AvailabilityBody, Account]) -> AvailabilityAnswer:
    return AvailabilityAnswer.of(OwnSchedule.of(request.caller).change_hours(request.body))

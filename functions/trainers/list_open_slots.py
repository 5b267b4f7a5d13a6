"""GET /v1/trainers/{id}/availability: when a trainer can be booked.

`from` and `to` are days of `timezone`, the trainer's own unless given, at most 31 of them; the days
from today on unless given. Each slot that is listed can be booked.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.trainers.answers import OpenSlotsAnswer
from stvos.trainers.listing import Availability
from stvos.trainers.requests import AvailabilityQuery


@endpoint(who="U", agents="reads", public=True, feature="coach_connect", query=AvailabilityQuery)
def handler(request: Request[AvailabilityQuery]) -> OpenSlotsAnswer:
    availability = Availability.of(request.principal)
    return OpenSlotsAnswer.of(availability.slots(request.path_id("id"), request.query))

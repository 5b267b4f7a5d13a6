"""GET /v1/trainers/{id}/services: the one-to-one sessions that a trainer offers."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.trainers.answers import ServicesAnswer
from stvos.trainers.listing import Availability


@endpoint(who="U", agents="reads", public=True, feature="coach_connect")
def handler(request: Request[Query]) -> ServicesAnswer:
    services = Availability.of(request.principal).services(request.path_id("id"))
    return ServicesAnswer.of(services)

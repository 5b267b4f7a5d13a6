"""GET /v1/admin/clients/{id}: one brand."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.operators.answers import ClientEnvelope
from stvos.operators.clients import Clients


@endpoint(who="A")
def handler(request: Request[Query]) -> ClientEnvelope:
    return ClientEnvelope.of(Clients.of(request.principal).require(request.path_id("id")))

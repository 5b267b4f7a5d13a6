"""POST /v1/admin/clients: make a brand.

`slug` is unique, else 409. `isDefault` takes the default place from the client that has it.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.answers import ClientEnvelope
from stvos.operators.clients import Clients
from stvos.operators.requests import CreateClientBody


@endpoint(who="A", body=CreateClientBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[CreateClientBody]) -> ClientEnvelope:
    return ClientEnvelope.of(Clients.of(request.principal).create(request.body))

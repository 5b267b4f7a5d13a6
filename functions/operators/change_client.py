"""PUT /v1/admin/clients/{id}: change a brand.

What is left out stays, also within `branding`; null clears what may be empty. `limits` and
`enabledFeatures` are replaced whole. A change of features reaches the apps within a minute.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.answers import ClientEnvelope
from stvos.operators.clients import Clients
from stvos.operators.requests import ChangeClientBody


@endpoint(who="A", body=ChangeClientBody, raises=(Conflict,))
def handler(request: Request[ChangeClientBody]) -> ClientEnvelope:
    clients = Clients.of(request.principal)
    return ClientEnvelope.of(clients.change(request.path_id("id"), request.body))

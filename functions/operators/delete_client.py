"""DELETE /v1/admin/clients/{id}: remove a brand that is empty.

Empty means no members, partners, trainers, categories and classes; else 409 `CLIENT_IN_USE`, also
when a member joined within the last minute. Its keys, slug and default place go with it.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import ClientInUse, Conflict
from stvos.models import DeletedAnswer, Query
from stvos.operators.clients import Clients


@endpoint(who="A", raises=(ClientInUse, Conflict))
def handler(request: Request[Query]) -> DeletedAnswer:
    Clients.of(request.principal).delete(request.path_id("id"))
    return DeletedAnswer()

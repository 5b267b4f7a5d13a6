"""DELETE /v1/admin/clients/{id}/api-keys/{keyId}: revoke a key, which stops within a minute."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.operators.api_keys import ApiKeys


@endpoint(who="A", raises=(Conflict,))
def handler(request: Request[Query]) -> DeletedAnswer:
    keys = ApiKeys.of(request.principal, request.path_id("id"))
    keys.revoke(request.path_id("keyId"))
    return DeletedAnswer()

"""DELETE /v1/admin/clients/{id}/partners/{partnerId}: remove a partner and its staff.

One that ever made a voucher or still has a product stays.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.operators.partners import Partners


@endpoint(who="A", raises=(Conflict,))
def handler(request: Request[Query]) -> DeletedAnswer:
    partners = Partners.of(request.principal, request.path_id("id"))
    partners.delete(request.path_id("partnerId"))
    return DeletedAnswer()

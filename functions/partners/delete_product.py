"""DELETE /v1/partner/products/{id}: offer a product no longer."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import DeletedAnswer, Query
from stvos.partners.models import Staff
from stvos.products.service import Products


@endpoint(who="P", public=True, roles=("owner", "manager"))
def handler(request: Request[Query, Staff]) -> DeletedAnswer:
    Products.of(request.caller).delete(request.path_id("id"))
    return DeletedAnswer()

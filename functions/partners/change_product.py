"""PUT /v1/partner/products/{id}: change what is named of a product; the rest stays."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.partners.models import Staff
from stvos.products.answers import ProductEnvelope
from stvos.products.requests import ChangeProductBody
from stvos.products.service import Products


@endpoint(
    who="P",
    public=True,
    roles=("owner", "manager"),
    body=ChangeProductBody,
    raises=(Conflict,),
)
def handler(request: Request[ChangeProductBody, Staff]) -> ProductEnvelope:
    product = Products.of(request.caller).change(request.path_id("id"), request.body)
    return ProductEnvelope.of(product)

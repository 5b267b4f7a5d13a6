"""GET /v1/products/{id}: one product of one of the brand's partners."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.products.answers import ProductEnvelope
from stvos.products.service import Offers


@endpoint(who="K", public=True)
def handler(request: Request[Query]) -> ProductEnvelope:
    return ProductEnvelope.of(Offers.of(request.principal).require(request.path_id("id")))

"""POST /v1/partner/products: offer a product to all members of the brand.

It is sold on a page of the partner's own, `buyUrl`. A partner has at most 200 products.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.partners.models import Staff
from stvos.products.answers import ProductEnvelope
from stvos.products.requests import NewProductBody
from stvos.products.service import Products


@endpoint(
    who="P",
    public=True,
    roles=("owner", "manager"),
    body=NewProductBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[NewProductBody, Staff]) -> ProductEnvelope:
    return ProductEnvelope.of(Products.of(request.caller).create(request.body))

"""GET /v1/partner/products: the partner's own products, the newest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.paging import PageQuery
from stvos.partners.models import Staff
from stvos.products.answers import ProductsAnswer
from stvos.products.service import Products


@endpoint(who="P", public=True, query=PageQuery)
def handler(request: Request[PageQuery, Staff]) -> ProductsAnswer:
    return ProductsAnswer.of(Products.of(request.caller).all(), request.query)

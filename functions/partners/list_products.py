"""GET /v1/partner/products: the partner's own products, the newest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.paging import PageQuery
from stvos.partners.models import Staff
from stvos.products.answers import ProductAnswer, ProductsAnswer
from stvos.products.service import Products


@endpoint(who="P", public=True, query=PageQuery)
def handler(request: Request[PageQuery, Staff]) -> ProductsAnswer:
    found, asked = Products.of(request.caller).all(), request.query
    return ProductsAnswer(
        items=[ProductAnswer.of(product) for product in asked.cut(found)],
        pagination=asked.pagination(len(found)),
    )

"""GET /v1/products: what the brand's partners offer, the newest first.

Every member of the brand sees the products of all its partners.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.products.answers import OffersAnswer
from stvos.products.requests import OffersQuery
from stvos.products.service import Offers


@endpoint(who="K", public=True, query=OffersQuery)
def handler(request: Request[OffersQuery]) -> OffersAnswer:
    page = Offers.of(request.principal).page(request.query)
    return OffersAnswer.of(page, request.query)

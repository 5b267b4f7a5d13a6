"""GET /v1/admin/clients/{id}/partners: a brand's partners, oldest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.partners import Partners
from stvos.paging import PageQuery
from stvos.partners.answers import PartnersAnswer


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> PartnersAnswer:
    partners = Partners.of(request.principal, request.path_id("id"))
    return PartnersAnswer.of(partners.all(), request.query)

"""GET /v1/admin/clients/{id}/partners/{partnerId}: one partner with its billing terms."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.operators.partners import Partners
from stvos.partners.answers import PartnerEnvelope


@endpoint(who="A")
def handler(request: Request[Query]) -> PartnerEnvelope:
    partners = Partners.of(request.principal, request.path_id("id"))
    partner = partners.require(request.path_id("partnerId"))
    return PartnerEnvelope.of(partner)

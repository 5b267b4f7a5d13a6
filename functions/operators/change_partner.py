"""PUT /v1/admin/clients/{id}/partners/{partnerId}: change a partner; what is left out stays."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.partners import Partners
from stvos.partners.answers import PartnerEnvelope
from stvos.partners.requests import ChangePartnerBody


@endpoint(who="A", body=ChangePartnerBody, raises=(Conflict,))
def handler(request: Request[ChangePartnerBody]) -> PartnerEnvelope:
    partners = Partners.of(request.principal, request.path_id("id"))
    partner = partners.change(request.path_id("partnerId"), request.body)
    return PartnerEnvelope.of(partner)

"""POST /v1/admin/clients/{id}/partners: add a partner and invite its first owner by mail."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.partners import Partners
from stvos.partners.answers import PartnerEnvelope
from stvos.partners.requests import NewPartnerBody


@endpoint(who="A", body=NewPartnerBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[NewPartnerBody]) -> PartnerEnvelope:
    partners = Partners.of(request.principal, request.path_id("id"))
    return PartnerEnvelope.of(partners.create(request.body))

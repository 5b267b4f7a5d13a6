"""GET /v1/partner-auth/me: the signed-in staff member, their partner and its brand."""

from stvos.api.endpoint import Request, endpoint
from stvos.dynamodb.table import Table
from stvos.models import Query
from stvos.partners.answers import StaffEnvelope
from stvos.partners.models import Staff
from stvos.partners.staff_sign_ins import partner_and_client_of


@endpoint(who="P")
def handler(request: Request[Query, Staff]) -> StaffEnvelope:
    return StaffEnvelope.of(
        request.caller, *partner_and_client_of(Table.of_stack(), request.caller)
    )

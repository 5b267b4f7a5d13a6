"""GET /v1/partner-auth/me: the signed-in staff member, their partner and its brand."""

from stvos.api.endpoint import Request, endpoint
from stvos.dynamodb.table import Table
from stvos.models import Query
from stvos.partners.answers import StaffEnvelope
from stvos.partners.models import Staff
from stvos.partners.staff_sign_ins import whereabouts


@endpoint(who="P")
def handler(request: Request[Query, Staff]) -> StaffEnvelope:
    return StaffEnvelope.of(request.caller, *whereabouts(Table.of_stack(), request.caller))

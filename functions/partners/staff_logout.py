"""POST /v1/partner-auth/logout: sign this device out of the portal."""

from stvos.api.endpoint import Request, endpoint
from stvos.identity.answers import MessageAnswer
from stvos.identity.own_sign_ins import OwnSignIns
from stvos.models import Empty
from stvos.partners.models import Staff
from stvos.partners.staff_kind import STAFF


@endpoint(who="P", body=Empty)
def handler(request: Request[Empty, Staff]) -> MessageAnswer:
    OwnSignIns.of(STAFF, request.principal, request.caller).sign_out()
    return MessageAnswer(message="Logged out successfully")

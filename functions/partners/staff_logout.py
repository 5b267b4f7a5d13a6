"""POST /v1/partner-auth/logout: sign this device out of the portal."""

from stvos.accounts.answers import MessageAnswer
from stvos.api.endpoint import Request, endpoint
from stvos.models import Empty
from stvos.partners.own_staff import OwnStaff


@endpoint(who="P", body=Empty)
def handler(request: Request[Empty]) -> MessageAnswer:
    OwnStaff.of(request.principal, request.staff).sign_out()
    return MessageAnswer(message="You are signed out.")

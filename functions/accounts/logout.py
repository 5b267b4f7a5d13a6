"""POST /v1/auth/logout: sign this device out, or another by its refresh token, or all."""

from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account
from stvos.accounts.requests import LogoutBody
from stvos.api.endpoint import Request, endpoint
from stvos.identity.answers import MessageAnswer
from stvos.identity.own_sign_ins import OwnSignIns


@endpoint(who="U", public=True, body=LogoutBody)
def handler(request: Request[LogoutBody, Account]) -> MessageAnswer:
    own = OwnSignIns.of(MEMBERS, request.principal, request.caller)
    own.sign_out(request.body.refresh_token, everywhere=request.body.all_devices)
    return MessageAnswer(message="Logged out successfully")

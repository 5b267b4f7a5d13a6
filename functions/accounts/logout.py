"""POST /v1/auth/logout: sign this device out, or another by its refresh token, or all."""

from stvos.accounts.answers import MessageAnswer
from stvos.accounts.member_service import OwnAccount
from stvos.accounts.models import LogoutBody
from stvos.api.endpoint import Request, endpoint


@endpoint(who="U", public=True, body=LogoutBody)
def handler(request: Request[LogoutBody]) -> MessageAnswer:
    own = OwnAccount.of(request.principal, request.account)
    own.sign_out(request.body.refresh_token, everywhere=request.body.all_devices)
    return MessageAnswer(message="You are signed out.")

"""POST /v1/auth/verify-email/resend: mail another verification code."""

from stvos.accounts.answers import MessageAnswer
from stvos.accounts.member_service import OwnAccount
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.models import Empty


@endpoint(who="U", body=Empty, raises=(TooManyAttempts,))
def handler(request: Request[Empty]) -> MessageAnswer:
    OwnAccount.of(request.principal, request.account).send_verification()
    return MessageAnswer(message="If the address is not verified yet, a code is on its way.")

"""POST /v1/auth/verify-email/resend: mail another verification code."""

from stvos.accounts.mail_verification import MailVerification
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.identity.answers import MessageAnswer
from stvos.models import Empty


@endpoint(who="U", body=Empty, raises=(TooManyAttempts,))
def handler(request: Request[Empty, Account]) -> MessageAnswer:
    MailVerification.of(request.principal, request.caller).send()
    return MessageAnswer(message="If the address is not verified yet, a code is on its way.")

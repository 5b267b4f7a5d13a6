"""POST /v1/auth/verify-email: confirm the mail address with the mailed code."""

from stvos.accounts.answers import MemberAnswer, MemberEnvelope
from stvos.accounts.mail_verification import MailVerification
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCode, TooManyAttempts
from stvos.identity.requests import CodeBody
from stvos.members.pictures import picture_url


@endpoint(who="U", body=CodeBody, raises=(InvalidCode, TooManyAttempts))
def handler(request: Request[CodeBody, Account]) -> MemberEnvelope:
    account = MailVerification.of(request.principal, request.caller).verify(request.body.code)
    return MemberEnvelope(user=MemberAnswer.of(account, image_url=picture_url(account)))

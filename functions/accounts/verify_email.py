"""POST /v1/auth/verify-email: confirm the mail address with the mailed code."""

from stvos.accounts.answers import MemberAnswer, MemberEnvelope
from stvos.accounts.member_service import OwnAccount
from stvos.accounts.models import CodeBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCode
from stvos.members.pictures import picture_url


@endpoint(who="U", body=CodeBody, raises=(InvalidCode,))
def handler(request: Request[CodeBody]) -> MemberEnvelope:
    account = OwnAccount.of(request.principal, request.account).verify_mail(request.body.code)
    return MemberEnvelope(user=MemberAnswer.of(account, image_url=picture_url(account)))

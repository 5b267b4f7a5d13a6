"""PUT /v1/auth/password: set another password; every other device is signed out."""

from stvos.accounts.answers import MessageAnswer
from stvos.accounts.member_service import OwnAccount
from stvos.accounts.models import ChangePasswordBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCredentials, TooManyAttempts, WeakPassword


@endpoint(
    who="U", body=ChangePasswordBody, raises=(InvalidCredentials, TooManyAttempts, WeakPassword)
)
def handler(request: Request[ChangePasswordBody]) -> MessageAnswer:
    own = OwnAccount.of(request.principal, request.account)
    own.change_password(request.body.current_password, request.body.new_password)
    return MessageAnswer(message="The password is changed.")

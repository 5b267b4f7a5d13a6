"""PUT /v1/auth/password: set another password; every other device is signed out."""

from stvos.accounts.members import MEMBERS
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCredentials, TooManyAttempts, WeakPassword
from stvos.identity.answers import MessageAnswer
from stvos.identity.password_changes import change_password
from stvos.identity.requests import ChangePasswordBody


@endpoint(
    who="U", body=ChangePasswordBody, raises=(InvalidCredentials, TooManyAttempts, WeakPassword)
)
def handler(request: Request[ChangePasswordBody, Account]) -> MessageAnswer:
    change_password(
        MEMBERS,
        request.principal,
        request.caller,
        current=request.body.current_password,
        new=request.body.new_password,
    )
    return MessageAnswer(message="The password is changed.")

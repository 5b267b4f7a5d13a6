"""POST /v1/auth/reset-password: set a new password with the mailed code.

Every device is signed out.
"""

from stvos.accounts.password_reset import PasswordReset
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCode, TooManyAttempts, WeakPassword
from stvos.identity.answers import MessageAnswer
from stvos.identity.requests import ResetPasswordBody


@endpoint(
    who="K",
    body=ResetPasswordBody,
    finds_tenant=True,
    raises=(InvalidCode, TooManyAttempts, WeakPassword),
)
def handler(request: Request[ResetPasswordBody]) -> MessageAnswer:
    PasswordReset.of(request.principal).reset(request.body)
    return MessageAnswer(message="The password is changed; sign in with the new one.")

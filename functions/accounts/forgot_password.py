"""POST /v1/auth/forgot-password: mail a code to set a new password.

The answer is the same whether the address has an account or not.
"""

from http import HTTPStatus

from stvos.accounts.password_reset import PasswordReset
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.identity.answers import MessageAnswer
from stvos.identity.requests import EmailBody


@endpoint(
    who="K",
    body=EmailBody,
    status=HTTPStatus.ACCEPTED,
    finds_tenant=True,
    raises=(TooManyAttempts,),
)
def handler(request: Request[EmailBody]) -> MessageAnswer:
    PasswordReset.of(request.principal).ask(request.body.email)
    return MessageAnswer(message="If there is an account, a mail with a code is on its way.")

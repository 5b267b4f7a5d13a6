"""POST /v1/partner-auth/forgot-password: mail a code to set a new password.

The answer is the same whether the address belongs to a staff member or not.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.identity.answers import MessageAnswer
from stvos.identity.requests import EmailBody
from stvos.partners.staff_passwords import StaffPasswords


@endpoint(who="-", body=EmailBody, status=HTTPStatus.ACCEPTED, raises=(TooManyAttempts,))
def handler(request: Request[EmailBody]) -> MessageAnswer:
    StaffPasswords.of(request.principal.address).ask_for_code(request.body.email)
    return MessageAnswer(message="If there is an account, a mail with a code is on its way.")

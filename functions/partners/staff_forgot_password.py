"""POST /v1/partner-auth/forgot-password: mail a code to set a new password.

The answer is the same whether the address belongs to a staff member or not.
"""

from http import HTTPStatus

from stvos.accounts.answers import MessageAnswer
from stvos.accounts.models import EmailBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts
from stvos.partners.staff_service import StaffSignIn


@endpoint(who="-", body=EmailBody, status=HTTPStatus.ACCEPTED, raises=(TooManyAttempts,))
def handler(request: Request[EmailBody]) -> MessageAnswer:
    StaffSignIn.of(request.principal.address).ask_for_code(request.body.email)
    return MessageAnswer(message="If there is an account, a mail with a code is on its way.")

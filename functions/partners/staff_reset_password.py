"""POST /v1/partner-auth/reset-password: set a password with the mailed code.

The first password is set the same way, with the code of the invitation. Only then the address is
the staff member's; one that already signs in to another partner's portal is refused.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCode, TooManyAttempts, UserExists, WeakPassword
from stvos.identity.answers import MessageAnswer
from stvos.identity.requests import ResetPasswordBody
from stvos.partners.staff_passwords import StaffPasswords


@endpoint(
    who="-",
    body=ResetPasswordBody,
    raises=(InvalidCode, TooManyAttempts, UserExists, WeakPassword),
)
def handler(request: Request[ResetPasswordBody]) -> MessageAnswer:
    StaffPasswords.of(request.principal.address).reset(request.body)
    return MessageAnswer(message="The password is changed; sign in with the new one.")

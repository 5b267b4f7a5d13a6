"""PUT /v1/partner-auth/password: set another password; other devices are signed out."""

from stvos.accounts.answers import MessageAnswer
from stvos.accounts.models import ChangePasswordBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCredentials, TooManyAttempts, WeakPassword
from stvos.partners.own_staff import OwnStaff


@endpoint(
    who="P", body=ChangePasswordBody, raises=(InvalidCredentials, TooManyAttempts, WeakPassword)
)
def handler(request: Request[ChangePasswordBody]) -> MessageAnswer:
    own = OwnStaff.of(request.principal, request.staff)
    own.change_password(request.body.current_password, request.body.new_password)
    return MessageAnswer(message="The password is changed.")

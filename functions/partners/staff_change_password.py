"""PUT /v1/partner-auth/password: set another password; other devices are signed out."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import InvalidCredentials, TooManyAttempts, WeakPassword
from stvos.identity.answers import MessageAnswer
from stvos.identity.password_changes import change_password
from stvos.identity.requests import ChangePasswordBody
from stvos.partners.models import Staff
from stvos.partners.staff_kind import STAFF


@endpoint(
    who="P", body=ChangePasswordBody, raises=(InvalidCredentials, TooManyAttempts, WeakPassword)
)
def handler(request: Request[ChangePasswordBody, Staff]) -> MessageAnswer:
    change_password(
        STAFF,
        request.principal,
        request.caller,
        current=request.body.current_password,
        new=request.body.new_password,
    )
    return MessageAnswer(message="The password is changed.")

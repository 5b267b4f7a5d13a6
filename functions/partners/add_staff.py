"""POST /v1/partner/staff: invite a person to this partner's portal by mail."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts, UserExists
from stvos.partners.answers import NewStaffAnswer
from stvos.partners.models import Staff
from stvos.partners.requests import StaffBody
from stvos.partners.staff_list import StaffList


@endpoint(
    who="P",
    roles=("owner",),
    body=StaffBody,
    status=HTTPStatus.CREATED,
    raises=(UserExists, TooManyAttempts),
)
def handler(request: Request[StaffBody, Staff]) -> NewStaffAnswer:
    staff = StaffList.of(request.caller).invite(request.body)
    return NewStaffAnswer.of(staff)

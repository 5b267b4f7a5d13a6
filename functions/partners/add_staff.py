"""POST /v1/partner/staff: invite a person to this partner's portal by mail."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import UserExists
from stvos.partners.models import NewStaffAnswer, StaffAnswer, StaffBody
from stvos.partners.staff_list import StaffList


@endpoint(
    who="P", roles=("owner",), body=StaffBody, status=HTTPStatus.CREATED, raises=(UserExists,)
)
def handler(request: Request[StaffBody]) -> NewStaffAnswer:
    staff = StaffList.of(request.staff).invite(request.body)
    return NewStaffAnswer(staff=StaffAnswer.of(staff))

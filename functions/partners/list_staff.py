"""GET /v1/partner/staff: who works in this partner's portal."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.partners.answers import StaffListAnswer
from stvos.partners.models import Staff
from stvos.partners.staff_list import StaffList


@endpoint(who="P", roles=("owner",))
def handler(request: Request[Query, Staff]) -> StaffListAnswer:
    return StaffListAnswer.of(StaffList.of(request.caller).all())

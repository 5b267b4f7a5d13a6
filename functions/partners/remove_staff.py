"""DELETE /v1/partner/staff/{id}: remove a person; their next request is refused.

The last owner cannot be removed: no one could invite anyone again.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, LastOwner
from stvos.models import DeletedAnswer, Query
from stvos.partners.models import Staff
from stvos.partners.staff_list import StaffList


@endpoint(who="P", roles=("owner",), raises=(Conflict, LastOwner))
def handler(request: Request[Query, Staff]) -> DeletedAnswer:
    StaffList.of(request.caller).remove(request.path_id("id"))
    return DeletedAnswer()

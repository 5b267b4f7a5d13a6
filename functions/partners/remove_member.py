"""DELETE /v1/partner/members/{id}: end a membership; the account stays with the brand.

Refused (403) for a partner that sees its members in groups only.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.models import DeletedAnswer, Query
from stvos.partners.models import Staff
from stvos.usage.member_page import PartnerMember


@endpoint(who="P", roles=("owner", "manager"))
def handler(request: Request[Query, Staff]) -> DeletedAnswer:
    PartnerMember.of(request.caller, request.path_id("id")).remove()
    return DeletedAnswer()

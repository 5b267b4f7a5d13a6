"""GET /v1/partner/members/{id}: a member with what they watched.

Refused (403) for a partner that sees its members in groups only.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.partners.models import Staff
from stvos.usage.answers import PartnerMemberAnswer
from stvos.usage.member_page import PartnerMember


@endpoint(who="P", public=True)
def handler(request: Request[Query, Staff]) -> PartnerMemberAnswer:
    member = PartnerMember.of(request.caller, request.path_id("id"))
    return PartnerMemberAnswer(member=member.show())

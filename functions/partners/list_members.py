"""GET /v1/partner/members: the partner's members, in an order, by status, or by search.

Refused (403) for a partner that sees its members in groups only.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.partners.models import Staff
from stvos.usage.answers import MembersAnswer
from stvos.usage.member_list import MemberList
from stvos.usage.requests import MembersQuery


@endpoint(who="P", public=True, query=MembersQuery)
def handler(request: Request[MembersQuery, Staff]) -> MembersAnswer:
    return MemberList.of(request.caller).page(request.query)

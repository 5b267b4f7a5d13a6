"""GET /v1/partner/dashboard: how many members there are, and what they watched.

A partner that sees its members in groups only gets figures of months that are over.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.partners.models import Staff
from stvos.usage.answers import DashboardAnswer
from stvos.usage.dashboard import Dashboard


@endpoint(who="P", public=True)
def handler(request: Request[Query, Staff]) -> DashboardAnswer:
    return Dashboard.of(request.caller).show()

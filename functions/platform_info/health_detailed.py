"""GET /v1/health/detailed: the state of what the API stands on.

A provider that this deployment has not set up says `not_configured`. Names, addresses and
secrets are left out.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.platform_info.answers import DetailedHealthAnswer
from stvos.platform_info.service import detailed_health


@endpoint(who="-", public=True, head=True)
def handler(request: Request[Query]) -> DetailedHealthAnswer:
    return detailed_health()

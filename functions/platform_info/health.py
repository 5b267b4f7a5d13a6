"""GET /v1/health: whether the API answers."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.platform_info.answers import HealthAnswer
from stvos.platform_info.service import health


@endpoint(who="-", public=True, head=True)
def handler(request: Request[Query]) -> HealthAnswer:
    return health()

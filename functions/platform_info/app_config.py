"""GET /v1/app/config: how the app of this key's brand looks and what it may do.

Without a key, or with the universal key, it is the default client's.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.platform_info.answers import AppConfigAnswer
from stvos.platform_info.service import AppConfig


@endpoint(who="K?", public=True, finds_tenant=True)
def handler(request: Request[Query]) -> AppConfigAnswer:
    return AppConfigAnswer.of(AppConfig.of(request.principal).find())

"""GET /v1/live/classes: live classes by their start.

Those that are on or start between `from` and `to`; without them, all that are not over.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.queries import LiveQuery
from stvos.catalogue_search.service import Content


@endpoint(who="K", feature="live_classes", query=LiveQuery)
def handler(request: Request[LiveQuery]) -> ClassPage:
    found = Content.of(request.principal).live_classes(request.query)
    return ClassPage.of(found, request.query)

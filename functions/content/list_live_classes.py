"""GET /v1/live/classes: live classes by their start.

Those that are on or start between `from` and `to`; without them, all that are not over.
"""

from stvos.content.answers import ClassPage
from stvos.content.queries import LiveQuery
from stvos.content.service import Content
from stvos.endpoint import Request, endpoint


@endpoint(who="K", feature="live_classes", query=LiveQuery)
def handler(request: Request[LiveQuery]) -> ClassPage:
    found = Content.of(request.principal).live_classes(request.query)
    return ClassPage.of(found, request.query)

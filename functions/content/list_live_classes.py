"""GET /v1/live/classes: live classes by their start.

Those that are on or start between `from` and `to`; without them, all that are not over.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.requests import LiveQuery
from stvos.catalogue_search.service import ClassCatalogue


@endpoint(who="K", feature="live_classes", query=LiveQuery)
def handler(request: Request[LiveQuery]) -> ClassPage:
    results = ClassCatalogue.of(request.principal).live_classes(request.query)
    return ClassPage.of(results, request.query)

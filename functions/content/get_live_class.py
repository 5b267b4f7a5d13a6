"""GET /v1/live/classes/{id}: a live class on its own page."""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import LiveClassAnswer
from stvos.catalogue_search.service import ClassCatalogue
from stvos.models import Query


@endpoint(who="K", feature="live_classes")
def handler(request: Request[Query]) -> LiveClassAnswer:
    listing = ClassCatalogue.of(request.principal).require_live_class(request.path_id("id"))
    return LiveClassAnswer.of(listing)

"""GET /v1/content/classes/{id}: a class on its own page, with related ones.

A live class has its `scheduledAt` besides. How to play it is answered by `/video/access` alone.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassAnswer
from stvos.catalogue_search.service import ClassCatalogue
from stvos.models import Query


@endpoint(who="K", public=True, feature="classes")
def handler(request: Request[Query]) -> ClassAnswer:
    detail = ClassCatalogue.of(request.principal).require_class(request.path_id("id"))
    return ClassAnswer.of(detail)

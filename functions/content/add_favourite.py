"""PUT /v1/users/me/favourites/{classId}: mark a class; answers the favourites.

Marking it again changes nothing.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.service import Favourites
from stvos.models import Query
from stvos.paging import PageQuery


@endpoint(who="U", feature="classes")
def handler(request: Request[Query]) -> ClassPage:
    favourites = Favourites.of(request.principal)
    favourites.add(request.path_id("classId"))
    return ClassPage.of(favourites.page(PageQuery()), PageQuery())

"""DELETE /v1/users/me/favourites/{classId}: take the mark off; answers the favourites.

A class that is not marked is fine, one that does not exist is not found.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.service import Favourites
from stvos.models import Query
from stvos.paging import PageQuery


@endpoint(who="U", feature="classes")
def handler(request: Request[Query]) -> ClassPage:
    favourites = Favourites.of(request.principal)
    favourites.remove(request.path_id("classId"))
    return ClassPage.of(favourites.page(PageQuery()), PageQuery())

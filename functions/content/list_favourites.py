"""GET /v1/users/me/favourites: the classes the member marked, the last marked first."""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.service import Favourites
from stvos.paging import PageQuery


@endpoint(who="U", feature="classes", query=PageQuery)
def handler(request: Request[PageQuery]) -> ClassPage:
    favourites = Favourites.of(request.principal).page(request.query)
    return ClassPage.of(favourites, request.query)

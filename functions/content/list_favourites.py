"""GET /v1/users/me/favourites: the classes the member marked, the last marked first."""

from stvos.content.answers import ClassPage
from stvos.content.service import Favourites
from stvos.endpoint import Request, endpoint
from stvos.paging import PageQuery


@endpoint(who="U", feature="classes", query=PageQuery)
def handler(request: Request[PageQuery]) -> ClassPage:
    found = Favourites.of(request.principal).page(request.query)
    return ClassPage.of(found, request.query)

"""GET /v1/content/classes: browse the catalogue.

Filters narrow it, `sort` orders it, the total is exact. Classes that are scheduled for later are
not among them. `isLive=true` lists the live classes that are on or to come instead.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.queries import BrowseQuery
from stvos.catalogue_search.service import Content


@endpoint(who="K", public=True, feature="classes", query=BrowseQuery)
def handler(request: Request[BrowseQuery]) -> ClassPage:
    found = Content.of(request.principal).browse(request.query)
    return ClassPage.of(found, request.query)

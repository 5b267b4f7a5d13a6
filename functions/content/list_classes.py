"""GET /v1/content/classes: browse the catalogue.

Filters narrow it, `sort` orders it, the total is exact. Classes that are scheduled for later are
not among them. `isLive=true` lists the live classes that are on or to come instead.
"""

from stvos.content.answers import ClassPage
from stvos.content.queries import BrowseQuery
from stvos.content.service import Content
from stvos.endpoint import Request, endpoint


@endpoint(who="K", public=True, feature="classes", query=BrowseQuery)
def handler(request: Request[BrowseQuery]) -> ClassPage:
    found = Content.of(request.principal).browse(request.query)
    return ClassPage.of(found, request.query)

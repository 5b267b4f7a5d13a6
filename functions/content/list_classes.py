"""GET /v1/content/classes: browse the catalogue.

Filters narrow it, `sort` orders it, the total is exact. Classes that are scheduled for later are
not among them. Live classes that are on or to come are, where the brand has them; `isLive` lists
one kind alone.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.requests import BrowseQuery
from stvos.catalogue_search.service import ClassCatalogue


@endpoint(who="K", public=True, feature="classes", query=BrowseQuery)
def handler(request: Request[BrowseQuery]) -> ClassPage:
    results = ClassCatalogue.of(request.principal).browse(request.query)
    return ClassPage.of(results, request.query)

"""GET /v1/content/search: find classes by words, the best first.

Looks at the name, description and tags of a class, its trainer and its category. Every word must
match: as it is, begun, or with one letter wrong, missing, added or swapped in a word of five
letters or more. Case and accents do not matter.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import ClassPage
from stvos.catalogue_search.requests import SearchQuery
from stvos.catalogue_search.service import ClassCatalogue


@endpoint(who="K", public=True, feature="classes", query=SearchQuery)
def handler(request: Request[SearchQuery]) -> ClassPage:
    results = ClassCatalogue.of(request.principal).search(request.query)
    return ClassPage.of(results, request.query)

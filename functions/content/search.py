"""GET /v1/content/search: find classes by words, the best first.

Looks at the name, description and tags of a class, its trainer and its category. Every word must
match: as it is, begun, or with one letter wrong, missing, added or swapped in a word of five
letters or more. Case and accents do not matter.
"""

from stvos.content.answers import ClassPage
from stvos.content.queries import SearchQuery
from stvos.content.service import Content
from stvos.endpoint import Request, endpoint


@endpoint(who="K", public=True, feature="classes", query=SearchQuery)
def handler(request: Request[SearchQuery]) -> ClassPage:
    found = Content.of(request.principal).search(request.query)
    return ClassPage.of(found, request.query)

"""GET /v1/content/discover: the app's front page.

Featured classes, those the member has not finished, live classes to come, the categories, and
what was published within the last seven days.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import DiscoverAnswer
from stvos.catalogue_search.service import ClassCatalogue
from stvos.models import Query
from stvos.viewing.unfinished import unfinished_viewings


@endpoint(who="U", public=True, feature="classes")
def handler(request: Request[Query]) -> DiscoverAnswer:
    unfinished = unfinished_viewings(request.principal)
    return DiscoverAnswer.of(ClassCatalogue.of(request.principal).front_page(unfinished))

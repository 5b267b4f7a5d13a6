"""GET /v1/content/discover: the app's front page.

Featured classes, those the member has not finished, live classes to come, the categories, and
what was published within the last seven days.
"""

from stvos.content.answers import DiscoverAnswer
from stvos.content.service import Content
from stvos.content.unfinished import unfinished_viewings
from stvos.endpoint import Request, endpoint
from stvos.models import Query


@endpoint(who="U", public=True, feature="classes")
def handler(request: Request[Query]) -> DiscoverAnswer:
    unfinished = unfinished_viewings(request.principal)
    return DiscoverAnswer.of(Content.of(request.principal).front_page(unfinished))

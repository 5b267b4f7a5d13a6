"""GET /v1/sessions/{id}: one of the member's own sessions."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.viewing.answers import SessionAnswer
from stvos.viewing.service import Viewings


@endpoint(who="U", feature="classes")
def handler(request: Request[Query]) -> SessionAnswer:
    return SessionAnswer.of(Viewings.of(request.principal).session(request.path_id("id")))

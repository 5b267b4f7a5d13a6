"""DELETE /v1/admin/clients/{id}/live-classes/{liveId}: remove a live class."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.operators.live_classes import LiveClasses


@endpoint(who="A", raises=(Conflict,))
def handler(request: Request[Query]) -> DeletedAnswer:
    live_classes = LiveClasses.of(request.principal, request.path_id("id"))
    live_classes.delete(request.path_id("liveId"))
    return DeletedAnswer()

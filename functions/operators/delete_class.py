"""DELETE /v1/admin/clients/{id}/classes/{classId}: remove a class."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.operators.classes import Classes


@endpoint(who="A", raises=(Conflict,))
def handler(request: Request[Query]) -> DeletedAnswer:
    classes = Classes.of(request.principal, request.path_id("id"))
    classes.delete(request.path_id("classId"))
    return DeletedAnswer()

"""DELETE /v1/admin/clients/{id}/trainers/{trainerId}: remove a trainer who has no class."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.operators.categories_and_trainers import Trainers


@endpoint(who="A", raises=(Conflict,))
def handler(request: Request[Query]) -> DeletedAnswer:
    trainers = Trainers.of(request.principal, request.path_id("id"))
    trainers.delete(request.path_id("trainerId"))
    return DeletedAnswer()

"""DELETE /v1/admin/clients/{id}/categories/{categoryId}: remove a category that no class is in."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.operators.categories_and_trainers import Categories


@endpoint(who="A", raises=(Conflict,))
def handler(request: Request[Query]) -> DeletedAnswer:
    categories = Categories.of(request.principal, request.path_id("id"))
    categories.delete(request.path_id("categoryId"))
    return DeletedAnswer()

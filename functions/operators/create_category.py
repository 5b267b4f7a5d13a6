"""POST /v1/admin/clients/{id}/categories: add a category."""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import CategoryEnvelope
from stvos.operators.catalogue_requests import CreateCategoryBody
from stvos.operators.categories_and_trainers import Categories


@endpoint(who="A", body=CreateCategoryBody, status=HTTPStatus.CREATED, raises=(Conflict,))
def handler(request: Request[CreateCategoryBody]) -> CategoryEnvelope:
    categories = Categories.of(request.principal, request.path_id("id"))
    return CategoryEnvelope.of(categories.create(request.body))

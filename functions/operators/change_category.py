"""PUT /v1/admin/clients/{id}/categories/{categoryId}: change a category; what is left out stays."""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.operators.catalogue_answers import CategoryEnvelope
from stvos.operators.catalogue_requests import ChangeCategoryBody
from stvos.operators.categories_and_trainers import Categories


@endpoint(who="A", body=ChangeCategoryBody, raises=(Conflict,))
def handler(request: Request[ChangeCategoryBody]) -> CategoryEnvelope:
    categories = Categories.of(request.principal, request.path_id("id"))
    return CategoryEnvelope.of(categories.change(request.path_id("categoryId"), request.body))

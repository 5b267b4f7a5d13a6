"""GET /v1/content/categories: the categories, with the number of published classes in each."""

from stvos.api.endpoint import Request, endpoint
from stvos.catalogue_search.answers import CategoriesAnswer
from stvos.catalogue_search.service import ClassCatalogue
from stvos.models import Query


@endpoint(who="K", public=True, feature="classes")
def handler(request: Request[Query]) -> CategoriesAnswer:
    return CategoriesAnswer.of(ClassCatalogue.of(request.principal).categories())

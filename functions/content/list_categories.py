"""GET /v1/content/categories: the categories, with the number of published classes in each."""

from stvos.content.answers import CategoriesAnswer
from stvos.content.service import Content
from stvos.endpoint import Request, endpoint
from stvos.models import Query


@endpoint(who="K", public=True, feature="classes")
def handler(request: Request[Query]) -> CategoriesAnswer:
    return CategoriesAnswer.of(Content.of(request.principal).categories())

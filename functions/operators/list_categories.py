"""GET /v1/admin/clients/{id}/categories: a brand's categories, oldest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.catalogue_answers import OperatorCategoriesAnswer, OperatorCategoryAnswer
from stvos.operators.categories_and_trainers import Categories
from stvos.paging import PageQuery


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> OperatorCategoriesAnswer:
    categories = Categories.of(request.principal, request.path_id("id")).all()
    return OperatorCategoriesAnswer(
        items=[OperatorCategoryAnswer.of(category) for category in request.query.cut(categories)],
        pagination=request.query.pagination(len(categories)),
    )

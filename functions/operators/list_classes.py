"""GET /v1/admin/clients/{id}/classes: a brand's classes, published and scheduled, oldest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.classes import Classes
from stvos.operators.content_models import OperatorClassAnswer, OperatorClassesAnswer
from stvos.paging import PageQuery


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> OperatorClassesAnswer:
    classes = Classes.of(request.principal, request.path_id("id"))
    found, total = classes.page(request.query)
    return OperatorClassesAnswer(
        items=[OperatorClassAnswer.of(each) for each in found],
        pagination=request.query.pagination(total),
    )

"""GET /v1/admin/clients/{id}/classes: a brand's classes, published and scheduled, oldest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.catalogue_answers import OperatorClassAnswer, OperatorClassesAnswer
from stvos.operators.classes import Classes
from stvos.paging import PageQuery


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> OperatorClassesAnswer:
    classes = Classes.of(request.principal, request.path_id("id"))
    listed, total = classes.page(request.query)
    return OperatorClassesAnswer(
        items=[OperatorClassAnswer.of(each) for each in listed],
        pagination=request.query.pagination(total),
    )

"""GET /v1/admin/clients/{id}/live-classes: live classes by their start."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.catalogue_answers import OperatorLiveClassAnswer, OperatorLiveClassesAnswer
from stvos.operators.live_classes import LiveClasses
from stvos.paging import PageQuery


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> OperatorLiveClassesAnswer:
    live_classes = LiveClasses.of(request.principal, request.path_id("id"))
    listed, total = live_classes.page(request.query)
    return OperatorLiveClassesAnswer(
        items=[OperatorLiveClassAnswer.of(each) for each in listed],
        pagination=request.query.pagination(total),
    )

"""GET /v1/admin/clients: every brand, oldest first."""

from stvos.api.endpoint import Request, endpoint
from stvos.operators.answers import ClientsAnswer, OperatorClientAnswer
from stvos.operators.clients import Clients
from stvos.paging import PageQuery


@endpoint(who="A", query=PageQuery)
def handler(request: Request[PageQuery]) -> ClientsAnswer:
    clients, total = Clients.of(request.principal).page(request.query)
    return ClientsAnswer(
        items=[OperatorClientAnswer.of(client) for client in clients],
        pagination=request.query.pagination(total),
    )

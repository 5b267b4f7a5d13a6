"""GET /v1/auth/me: the signed-in member and their brand."""

from stvos.accounts.models import ClientAnswer, MeAnswer, MemberAnswer
from stvos.clients.repository import ClientRepository
from stvos.endpoint import Request, endpoint
from stvos.models import Query
from stvos.table import Table


@endpoint(who="U", public=True)
def handler(request: Request[Query]) -> MeAnswer:
    client = ClientRepository(Table.of_stack()).require(request.principal.client)
    return MeAnswer(user=MemberAnswer.of(request.account), client=ClientAnswer.of(client))

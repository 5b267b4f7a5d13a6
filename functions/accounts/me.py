"""GET /v1/auth/me: the signed-in member, their brand, and their employer, if one pays."""

from stvos.accounts.answers import ClientAnswer, MeAnswer, MemberAnswer
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.clients.repository import ClientRepository
from stvos.dynamodb.table import Table
from stvos.members.pictures import picture_url
from stvos.models import Query
from stvos.partners.member_partner import find_partner_of


@endpoint(who="U", public=True)
def handler(request: Request[Query, Account]) -> MeAnswer:
    client = ClientRepository(Table.of_stack()).require(request.principal.client)
    member = MemberAnswer.of(request.caller, image_url=picture_url(request.caller))
    return MeAnswer(
        user=member, client=ClientAnswer.of(client), partner=find_partner_of(request.caller)
    )

"""GET /v1/trainer-auth/me: the signed-in account, the trainer that it is, and their brand."""

from stvos.accounts.answers import ClientAnswer, MemberAnswer
from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.clients.repository import ClientRepository
from stvos.dynamodb.table import Table
from stvos.members.pictures import picture_url
from stvos.models import Query
from stvos.trainers.account_answers import TrainerMeAnswer
from stvos.trainers.answers import OwnTrainerAnswer
from stvos.trainers.own_schedule import OwnSchedule


@endpoint(who="T")
def handler(request: Request[Query, Account]) -> TrainerMeAnswer:
    client = ClientRepository(Table.of_stack()).require(request.principal.client)
    return TrainerMeAnswer(
        user=MemberAnswer.of(request.caller, image_url=picture_url(request.caller)),
        trainer=OwnTrainerAnswer.of(OwnSchedule.of(request.caller).offer()),
        client=ClientAnswer.of(client),
    )

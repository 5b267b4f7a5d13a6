"""GET /v1/trainer/clients: the members whom the trainer knows, those active last first.

They booked, subscribed to a programme, or chose the trainer as their coach.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.paging import CursorQuery
from stvos.trainer_portal.client_answers import TrainerClientsAnswer
from stvos.trainer_portal.clients import PortalClients


@endpoint(who="T", feature="coach_connect", query=CursorQuery)
def handler(request: Request[CursorQuery, Account]) -> TrainerClientsAnswer:
    return TrainerClientsAnswer.of(PortalClients.of(request.caller).page(request.query))

"""PUT /v1/trainer/clients/{userId}/notes: replace the trainer's own notes about a client."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.trainer_portal.client_answers import ClientNotesAnswer
from stvos.trainer_portal.clients import PortalClients
from stvos.trainer_portal.requests import ClientNotesBody


@endpoint(who="T", feature="coach_connect", body=ClientNotesBody)
def handler(request: Request[ClientNotesBody, Account]) -> ClientNotesAnswer:
    clients = PortalClients.of(request.caller)
    return ClientNotesAnswer.of(clients.note(request.path_id("userId"), request.body.notes))

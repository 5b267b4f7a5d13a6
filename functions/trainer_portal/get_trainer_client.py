"""GET /v1/trainer/clients/{userId}: a client, and their history with this trainer.

Health facts and logs are answered of members who share them, from the moment that they do until
they stop.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.paging import CursorQuery
from stvos.trainer_portal.client_history import ClientHistories
from stvos.trainer_portal.client_history_answers import ClientHistoryAnswer


@endpoint(who="T", feature="coach_connect", query=CursorQuery)
def handler(request: Request[CursorQuery, Account]) -> ClientHistoryAnswer:
    histories = ClientHistories.of(request.caller)
    return ClientHistoryAnswer.of(histories.show(request.path_id("userId"), request.query))

"""GET /v1/trainer/programmes/{id}/subscribers: who follows one of the trainer's programmes.

Those who follow it now, the newest first, then those who did; each member once, with their latest
subscription.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.paging import CursorQuery
from stvos.programmes.answers import SubscribersAnswer
from stvos.programmes.own import OwnProgrammes


@endpoint(who="T", feature="coach_connect", query=CursorQuery)
def handler(request: Request[CursorQuery, Account]) -> SubscribersAnswer:
    programmes = OwnProgrammes.of(request.caller)
    return SubscribersAnswer.of(programmes.subscribers(request.path_id("id"), request.query))

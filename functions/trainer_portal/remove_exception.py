"""DELETE /v1/trainer/availability/exceptions/{id}: let the weekly hours hold again."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.trainers.own_schedule import OwnSchedule


@endpoint(who="T", feature="coach_connect", raises=(Conflict,))
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    OwnSchedule.of(request.caller).remove_exception(request.path_id("id"))
    return DeletedAnswer()

"""DELETE /v1/trainer/services/{id}: offer a session no more. Bookings of it stay."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.models import DeletedAnswer, Query
from stvos.trainers.own_schedule import OwnSchedule


@endpoint(who="T", feature="coach_connect", raises=(Conflict,))
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    OwnSchedule.of(request.caller).remove_service(request.path_id("id"))
    return DeletedAnswer()

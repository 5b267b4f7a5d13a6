"""DELETE /v1/trainer/classes/{id}: cancel a class that has not started; the time is free again."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.group_classes.answers import GroupClassEnvelope
from stvos.group_classes.portal import TrainerClasses
from stvos.models import Query


@endpoint(who="T", feature="coach_connect", raises=(InvalidState, Conflict))
def handler(request: Request[Query, Account]) -> GroupClassEnvelope:
    return GroupClassEnvelope.of(*TrainerClasses.of(request.caller).cancel(request.path_id("id")))

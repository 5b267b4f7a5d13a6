"""GET /v1/trainer/classes/{id}: one of the trainer's group classes."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.group_classes.answers import GroupClassEnvelope
from stvos.group_classes.portal import TrainerClasses
from stvos.models import Query


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> GroupClassEnvelope:
    return GroupClassEnvelope.of(*TrainerClasses.of(request.caller).show(request.path_id("id")))

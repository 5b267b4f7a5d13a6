"""GET /v1/trainer/classes: the trainer's group classes, to come or started."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.group_classes.answers import GroupClassesAnswer
from stvos.group_classes.portal import TrainerClasses
from stvos.group_classes.requests import GroupClassesQuery


@endpoint(who="T", feature="coach_connect", query=GroupClassesQuery)
def handler(request: Request[GroupClassesQuery, Account]) -> GroupClassesAnswer:
    return GroupClassesAnswer.of(*TrainerClasses.of(request.caller).page(request.query))

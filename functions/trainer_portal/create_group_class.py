"""POST /v1/trainer/classes: make a group class, up to a year ahead.

It takes the trainer's time: what overlaps a booking or another class is refused.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, SlotTaken
from stvos.group_classes.answers import GroupClassEnvelope
from stvos.group_classes.portal import TrainerClasses
from stvos.group_classes.requests import GroupClassBody


@endpoint(
    who="T",
    feature="coach_connect",
    body=GroupClassBody,
    status=HTTPStatus.CREATED,
    raises=(SlotTaken, Conflict),
)
def handler(request: Request[GroupClassBody, Account]) -> GroupClassEnvelope:
    return GroupClassEnvelope.of(*TrainerClasses.of(request.caller).create(request.body))

"""POST /v1/trainer/classes: make a group class, up to a year ahead, or a weekly series.

It takes the trainer's time: what overlaps a booking or another class is refused. A series is
weekly at the same time by the clocks of the trainer's zone, and made whole or not at all; a
refusal names the `conflicts`.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, SlotTaken
from stvos.group_classes.answers import ChangedClassesAnswer
from stvos.group_classes.own_series import OwnSeries
from stvos.group_classes.requests import GroupClassBody


@endpoint(
    who="T",
    feature="coach_connect",
    body=GroupClassBody,
    status=HTTPStatus.CREATED,
    raises=(SlotTaken, Conflict),
)
def handler(request: Request[GroupClassBody, Account]) -> ChangedClassesAnswer:
    return ChangedClassesAnswer.of_all(OwnSeries.of(request.caller).create(request.body))

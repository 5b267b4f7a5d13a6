"""PUT /v1/trainer/classes/{id}: change what is named of a group class that has not started.

With `scope: following` also all that follow in its series: if one cannot take the change, none is
changed.
"""

from typing import Any

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import ClassFull, Conflict, InvalidState, SlotTaken
from stvos.group_classes.answers import ChangedClassesAnswer
from stvos.group_classes.own_changes import OwnChanges
from stvos.group_classes.requests import ChangeGroupClassBody, ScopeQuery


@endpoint(
    who="T",
    feature="coach_connect",
    body=ChangeGroupClassBody,
    query=ScopeQuery,
    raises=(InvalidState, SlotTaken, ClassFull, Conflict),
)
def handler(request: Request[Any, Account]) -> ChangedClassesAnswer:
    scope = request.query.scope_with(request.body.scope)
    changed = OwnChanges.of(request.caller).change(request.path_id("id"), request.body, scope)
    return ChangedClassesAnswer.of_all(changed)

"""DELETE /v1/trainer/classes/{id}: cancel a class that has not started; the time is free again.

With `scope: following` all later ones of its series are cancelled too.
"""

from typing import Any

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, InvalidState
from stvos.group_classes.answers import ChangedClassesAnswer
from stvos.group_classes.own_series import OwnSeries
from stvos.group_classes.requests import ScopeBody, ScopeQuery


@endpoint(
    who="T",
    feature="coach_connect",
    body=ScopeBody,
    query=ScopeQuery,
    raises=(InvalidState, Conflict),
)
def handler(request: Request[Any, Account]) -> ChangedClassesAnswer:
    scope = request.query.scope_with(request.body.scope)
    cancelled = OwnSeries.of(request.caller).cancel(request.path_id("id"), scope)
    return ChangedClassesAnswer.of_all(cancelled)

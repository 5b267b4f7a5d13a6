"""DELETE /v1/users/me/class-plan: have no class plan any more."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, NotFound
from stvos.models import DeletedAnswer, Query
from stvos.plans.class_service import ClassPlans


@endpoint(who="U", feature="classes", raises=(NotFound, Conflict))
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    ClassPlans.of(request.caller).end()
    return DeletedAnswer()

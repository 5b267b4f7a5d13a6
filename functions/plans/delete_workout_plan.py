"""DELETE /v1/users/me/workout-plan: have no workout plan any more; the history keeps it."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, NotFound
from stvos.models import DeletedAnswer, Query
from stvos.plans.workout_service import WorkoutPlans


@endpoint(who="U", feature="workout_builder", raises=(NotFound, Conflict))
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    WorkoutPlans.of(request.caller).end()
    return DeletedAnswer()

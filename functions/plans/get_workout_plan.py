"""GET /v1/users/me/workout-plan: the member's workout plan."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import NotFound
from stvos.models import Query
from stvos.plans.answers import WorkoutPlanEnvelope
from stvos.plans.workout_service import WorkoutPlans


@endpoint(who="U", feature="workout_builder", raises=(NotFound,))
def handler(request: Request[Query, Account]) -> WorkoutPlanEnvelope:
    return WorkoutPlanEnvelope.of_saved(WorkoutPlans.of(request.caller).show())

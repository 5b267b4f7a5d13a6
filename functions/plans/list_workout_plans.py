"""GET /v1/users/me/workout-plan/history: plans that were replaced or ended, the newest first."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.plans.answers import WorkoutPlansAnswer
from stvos.plans.requests import HistoryQuery
from stvos.plans.workout_service import WorkoutPlans


@endpoint(who="U", feature="workout_builder", query=HistoryQuery)
def handler(request: Request[HistoryQuery, Account]) -> WorkoutPlansAnswer:
    return WorkoutPlansAnswer.of(WorkoutPlans.of(request.caller).earlier(request.query))

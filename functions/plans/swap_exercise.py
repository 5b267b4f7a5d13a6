"""POST /v1/users/me/workout-plan/swap: another exercise in the place of one.

It trains the same and keeps to the plan's equipment, level and injuries, and to those that the
profile names since; the rest of the plan stays as it is.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict, NotFound
from stvos.plans.answers import WorkoutPlanEnvelope
from stvos.plans.requests import SwapBody
from stvos.plans.workout_service import WorkoutPlans


@endpoint(who="U", feature="workout_builder", body=SwapBody, raises=(NotFound, Conflict))
def handler(request: Request[SwapBody, Account]) -> WorkoutPlanEnvelope:
    return WorkoutPlanEnvelope.of_saved(WorkoutPlans.of(request.caller).swap(request.body))

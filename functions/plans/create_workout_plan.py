"""POST /v1/users/me/workout-plan: make the member's next workout plan.

It goes by the stored profile, and by what `userProfile` says instead. An injury of the stored one
that is not known is 400 at `profile`, such as `profile.injuries[0]`. A new plan takes the place of
the one before; where today belongs to that, the new one starts tomorrow.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.ai.suggestions import suggestions_for
from stvos.api.endpoint import Request, endpoint
from stvos.dynamodb.keys import UserId
from stvos.errors import Conflict
from stvos.plans.answers import WorkoutPlanEnvelope
from stvos.plans.requests import WorkoutPlanBody
from stvos.plans.workout_service import WorkoutPlans


@endpoint(
    who="U",
    public=True,
    feature="workout_builder",
    body=WorkoutPlanBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[WorkoutPlanBody, Account]) -> WorkoutPlanEnvelope:
    suggest = suggestions_for(request.principal.client, UserId(request.caller.id))
    saved = WorkoutPlans.of(request.caller).create(request.body, suggest)
    return WorkoutPlanEnvelope.of_saved(saved)

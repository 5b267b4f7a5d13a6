"""POST /v1/users/me/class-plan: make the member's next class plan.

Only classes of the catalogue that the member may see, and live ones at the time at which they are
held. A new plan takes the place of the one before; where today belongs to that, it starts tomorrow.
"""

from http import HTTPStatus

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.plans.class_answers import ClassPlanEnvelope
from stvos.plans.class_generating import keep_class_plan
from stvos.plans.class_requests import ClassPlanBody


@endpoint(
    who="U",
    feature="classes",
    body=ClassPlanBody,
    status=HTTPStatus.CREATED,
    raises=(Conflict,),
)
def handler(request: Request[ClassPlanBody, Account]) -> ClassPlanEnvelope:
    saved = keep_class_plan(request.principal, request.caller, request.body)
    return ClassPlanEnvelope.of_saved(saved, request.caller.settings.timezone)

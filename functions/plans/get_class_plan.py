"""GET /v1/users/me/class-plan: the member's class plan."""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.errors import NotFound
from stvos.models import Query
from stvos.plans.class_answers import ClassPlanEnvelope
from stvos.plans.class_service import ClassPlans


@endpoint(who="U", feature="classes", raises=(NotFound,))
def handler(request: Request[Query, Account]) -> ClassPlanEnvelope:
    saved = ClassPlans.of(request.caller).show()
    return ClassPlanEnvelope.of_saved(saved, request.caller.settings.timezone)

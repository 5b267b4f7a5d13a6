"""POST /v1/ai/generate-class-plan: weeks of the brand's classes for a profile, not kept.

Only classes of the catalogue, none that is premium, and live ones at the time at which they are
held. Times are of UTC.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.plans.class_answers import ClassPlanEnvelope
from stvos.plans.class_generating import ClassPlanner
from stvos.plans.class_requests import ClassPlanBody
from stvos.plans.generating import seed_of


@endpoint(who="K", public=True, feature="classes", body=ClassPlanBody, raises=(Conflict,))
def handler(request: Request[ClassPlanBody]) -> ClassPlanEnvelope:
    planner = ClassPlanner.of(request.principal)
    return ClassPlanEnvelope.of(planner.plan(request.body, None, seed_of(request.body)))

"""POST /v1/ai/generate-class-plan: weeks of the brand's classes for a profile, not kept.

Only classes of the catalogue, none that is premium, and live ones at the time at which they are
held. Times are of UTC.

`Prefer: respond-async` answers 202 with an id, by which `GET /ai/jobs/{id}` answers the plan later.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import Conflict
from stvos.plans.class_answers import ClassPlanEnvelope
from stvos.plans.class_generating import ClassPlanner
from stvos.plans.class_requests import ClassPlanBody
from stvos.plans.generating import seed_of
from stvos.plans.job_answers import PlanJobStartedAnswer, StartedLater
from stvos.plans.jobs import GeneratorName


@endpoint(
    who="K",
    public=True,
    feature="classes",
    body=ClassPlanBody,
    raises=(Conflict,),
    later=True,
)
def handler(
    request: Request[ClassPlanBody],
) -> ClassPlanEnvelope | StartedLater:
    if request.may_be_answered_later:
        return PlanJobStartedAnswer.of_start(GeneratorName.CLASSES, request.body, request.principal)
    planner = ClassPlanner.of(request.principal)
    return ClassPlanEnvelope.of(planner.plan(request.body, None, seed_of(request.body)))

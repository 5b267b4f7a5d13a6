"""GET /v1/ai/jobs/{id}: a plan that is made in the background, or why there is none.

The id is the secret that the generator answered to `Prefer: respond-async`; it works for a day.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.plans.job_answers import PlanJobAnswer
from stvos.plans.jobs import PlanJobs


@endpoint(who="K")
def handler(request: Request[Query]) -> PlanJobAnswer:
    job_id = request.path_text("id")
    return PlanJobAnswer.of(job_id, PlanJobs.of(request.principal.client).require(job_id))

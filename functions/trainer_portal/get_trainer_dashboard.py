"""GET /v1/trainer/dashboard: today, the days to come, and how the trainer's business goes.

Days and months are those of the trainer's zone.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.trainer_portal.dashboard import TrainerDashboard
from stvos.trainer_portal.dashboard_answers import TrainerDashboardAnswer


@endpoint(who="T", feature="coach_connect")
def handler(request: Request[Query, Account]) -> TrainerDashboardAnswer:
    return TrainerDashboardAnswer.of(TrainerDashboard.of(request.caller).show())

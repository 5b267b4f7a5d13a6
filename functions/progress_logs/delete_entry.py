"""DELETE /v1/progress/{kind}/{id}: take back something logged.

`kind` is workout, nutrition, water or measurement. The day's totals no longer hold it.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import DeletedAnswer, Query
from stvos.progress_logs.service import ProgressLogs


@endpoint(who="U")
def handler(request: Request[Query, Account]) -> DeletedAnswer:
    logs = ProgressLogs.of(request.principal, request.caller)
    logs.remove(request.path_text("kind"), request.path_id("id"))
    return DeletedAnswer()

"""GET /v1/progress: a chart's series of everything logged and watched, day by day.

`from` and `to` are both included, at most 366 days apart; by default the last 30 days. A bucket
of `groupBy` week or month bears the date of its first day. With `kind` come that kind's entries.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.progress_logs.answers import ProgressAnswer
from stvos.progress_logs.overview import Overview
from stvos.progress_logs.requests import ProgressQuery


@endpoint(who="U", agents="reads", public=True, query=ProgressQuery)
def handler(request: Request[ProgressQuery, Account]) -> ProgressAnswer:
    return Overview.of(request.principal, request.caller).progress(request.query)

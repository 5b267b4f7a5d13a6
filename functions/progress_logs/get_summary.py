"""GET /v1/progress/summary: streaks, this week, totals and goals.

A day counts for a streak with at least one entry or one watched minute. Today may still come: it
does not break a streak.
"""

from stvos.accounts.models import Account
from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.progress_logs.answers import SummaryAnswer
from stvos.progress_logs.overview import Overview


@endpoint(who="U", agents="reads")
def handler(request: Request[Query, Account]) -> SummaryAnswer:
    return Overview.of(request.principal, request.caller).summary()

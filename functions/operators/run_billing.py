"""POST /v1/admin/billing/run: make the reports of a month that is over, of one partner or of all.

What is final stays as it is, so a run may be repeated. `dryRun` stores and sends nothing; for one
partner it shows what the report would be.
"""

from http import HTTPStatus

from stvos.api.endpoint import Request, endpoint
from stvos.billing.answers import RunAnswer
from stvos.billing.requests import RunBody
from stvos.errors import NotFound
from stvos.operators.billing_runs import BillingRuns


@endpoint(who="A", body=RunBody, status=HTTPStatus.ACCEPTED, raises=(NotFound,))
def handler(request: Request[RunBody]) -> RunAnswer:
    return BillingRuns.of(request.principal).run(request.body)

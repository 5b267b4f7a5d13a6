"""GET /v1/partner/billing/{month}: a month's report, line by line; the month as `2026-01`.

Final, or for a month that is not final yet a draft: without digest and `finalisedAt`.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.billing.answers import ReportEnvelope
from stvos.billing.portal import PartnerBills
from stvos.models import Query


@endpoint(who="P")
def handler(request: Request[Query]) -> ReportEnvelope:
    report = PartnerBills.of(request.staff).show(request.path_text("month"))
    return ReportEnvelope(report=report)

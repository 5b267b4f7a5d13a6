"""GET /v1/partner/billing/{month}: a month's report, line by line; the month as `2026-01`.

Final, or for a month that is not final yet a draft: without digest and `finalisedAt`.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.billing.answers import ReportEnvelope
from stvos.billing.portal import PartnerBills
from stvos.models import Query
from stvos.partners.models import Staff


@endpoint(who="P")
def handler(request: Request[Query, Staff]) -> ReportEnvelope:
    report = PartnerBills.of(request.caller).show(request.path_text("month"))
    return ReportEnvelope(report=report)

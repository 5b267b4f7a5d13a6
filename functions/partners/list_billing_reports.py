"""GET /v1/partner/billing: the partner's months and what each costs, newest first.

The running month is a draft that grows; a month that is over becomes final at 06:00 on the 1st.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.billing.answers import ReportsAnswer
from stvos.billing.portal import PartnerBills
from stvos.errors import NotFound
from stvos.paging import PageQuery
from stvos.partners.models import Staff


@endpoint(who="P", public=True, query=PageQuery, raises=(NotFound,))
def handler(request: Request[PageQuery, Staff]) -> ReportsAnswer:
    return PartnerBills.of(request.caller).page(request.query)

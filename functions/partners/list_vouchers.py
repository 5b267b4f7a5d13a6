"""GET /v1/partner/vouchers: the partner's vouchers by code, or those in a state by expiry.

`search` finds codes by their beginning, in any case, with or without dashes. Pages by number reach
10,000 deep; `cursor`, which is the `nextCursor` of the page before, reaches all.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.clock import utc_now
from stvos.partners.models import Staff
from stvos.partners.voucher_answers import VouchersAnswer
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.voucher_service import Vouchers


@endpoint(who="P", public=True, query=VouchersQuery)
def handler(request: Request[VouchersQuery, Staff]) -> VouchersAnswer:
    page = Vouchers.of(request.caller).page(request.query)
    return VouchersAnswer.of(page, request.query, utc_now())

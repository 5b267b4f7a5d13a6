"""GET /v1/partner/vouchers: the partner's vouchers by code, or those in a state by expiry.

`search` finds codes by their beginning, in any case, with or without dashes. Pages by number reach
10,000 deep; `cursor`, which is the `nextCursor` of the page before, reaches all.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.clock import utc_now
from stvos.paging import cursor_of
from stvos.partners.models import Staff
from stvos.partners.voucher_answers import VoucherAnswer, VouchersAnswer
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.voucher_service import Vouchers


@endpoint(who="P", public=True, query=VouchersQuery)
def handler(request: Request[VouchersQuery, Staff]) -> VouchersAnswer:
    page, now = Vouchers.of(request.caller).page(request.query), utc_now()
    return VouchersAnswer(
        vouchers=[VoucherAnswer.of(voucher, now) for voucher in page.vouchers],
        pagination=None if page.total is None else request.query.pagination(page.total),
        next_cursor=cursor_of(page.after),
    )

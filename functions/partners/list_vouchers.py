"""GET /v1/partner/vouchers: the partner's vouchers by code, or those in a state by expiry.

`search` finds codes by their beginning, in any case, with or without dashes.
"""

from stvos.clock import utc_now
from stvos.endpoint import Request, endpoint
from stvos.partners.voucher_service import Vouchers
from stvos.partners.vouchers import VoucherAnswer, VouchersAnswer, VouchersQuery


@endpoint(who="P", public=True, query=VouchersQuery)
def handler(request: Request[VouchersQuery]) -> VouchersAnswer:
    found, total = Vouchers.of(request.staff).page(request.query)
    now = utc_now()
    return VouchersAnswer(
        vouchers=[VoucherAnswer.of(voucher, now) for voucher in found],
        pagination=request.query.pagination(total),
    )

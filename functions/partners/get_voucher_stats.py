"""GET /v1/partner/vouchers/stats: how many vouchers there are in each state, exactly, now."""

from stvos.api.endpoint import Request, endpoint
from stvos.models import Query
from stvos.partners.models import Staff
from stvos.partners.voucher_answers import VoucherStatsAnswer
from stvos.partners.voucher_service import Vouchers


@endpoint(who="P", public=True)
def handler(request: Request[Query, Staff]) -> VoucherStatsAnswer:
    return VoucherStatsAnswer.of(Vouchers.of(request.caller).counts())

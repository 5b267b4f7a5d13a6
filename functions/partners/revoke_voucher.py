"""DELETE /v1/partner/vouchers/{id}: end a voucher that is not redeemed."""

from stvos.api.endpoint import Request, endpoint
from stvos.clock import utc_now
from stvos.errors import VoucherRedeemed
from stvos.models import Query
from stvos.partners.models import Staff
from stvos.partners.voucher_answers import VoucherEnvelope
from stvos.partners.voucher_service import Vouchers


@endpoint(who="P", public=True, roles=("owner", "manager"), raises=(VoucherRedeemed,))
def handler(request: Request[Query, Staff]) -> VoucherEnvelope:
    voucher = Vouchers.of(request.caller).revoke(request.path_id("id"))
    return VoucherEnvelope.of(voucher, utc_now())

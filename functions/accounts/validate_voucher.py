"""POST /v1/auth/voucher/validate: what a voucher's code opens, for this key's brand.

The code may be sent as `code` or as `voucherCode`. Every reason to refuse one looks alike.
"""

from stvos.accounts.requests import VoucherCodeBody
from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts, UnknownVoucher
from stvos.partners.voucher_lookup import VoucherLookup
from stvos.partners.voucher_lookup_answers import RedeemableVoucherAnswer


@endpoint(
    who="K",
    public=True,
    body=VoucherCodeBody,
    finds_tenant=True,
    raises=(UnknownVoucher, TooManyAttempts),
)
def handler(request: Request[VoucherCodeBody]) -> RedeemableVoucherAnswer:
    lookup = VoucherLookup.of(request.principal)
    return RedeemableVoucherAnswer.of(lookup.require_redeemable(request.body.sent()))

"""GET /v1/app/join/{code}: what a voucher's code opens, before anybody has an account.

An unknown, expired, revoked or redeemed code all get the same answer.
"""

from stvos.api.endpoint import Request, endpoint
from stvos.errors import TooManyAttempts, UnknownVoucher
from stvos.models import Query
from stvos.partners.voucher_lookup import VoucherLookup
from stvos.partners.voucher_lookup_answers import RedeemableVoucherAnswer


@endpoint(who="-", public=True, raises=(UnknownVoucher, TooManyAttempts))
def handler(request: Request[Query]) -> RedeemableVoucherAnswer:
    lookup = VoucherLookup.of(request.principal)
    return RedeemableVoucherAnswer.of(lookup.require_redeemable(request.path_text("code")))

"""A valid voucher as a person sees it who is not signed in."""

from typing import Literal, Self

from stvos.accounts.answers import ClientAnswer, PartnerNameAnswer
from stvos.models import Answer, Instant
from stvos.partners.voucher_lookup import RedeemableVoucher


class VoucherCodeAnswer(Answer):
    code: str
    expires_at: Instant | None


class RedeemableVoucherAnswer(Answer):
    """The voucher, the partner that gave it, and the brand it can be redeemed at."""

    valid: Literal[True] = True
    voucher: VoucherCodeAnswer
    partner: PartnerNameAnswer
    client: ClientAnswer

    @classmethod
    def of(cls, redeemable: RedeemableVoucher) -> Self:
        return cls(
            voucher=VoucherCodeAnswer.model_validate(redeemable.voucher),
            partner=PartnerNameAnswer.model_validate(redeemable.partner),
            client=ClientAnswer.of(redeemable.client),
        )

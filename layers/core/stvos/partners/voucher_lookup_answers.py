"""A valid voucher as a person sees it who is not signed in."""

from typing import Literal, Self

from stvos.accounts.answers import ClientAnswer
from stvos.models import Answer, Instant
from stvos.partners.voucher_lookup import RedeemableVoucher
from stvos.pictures import PictureUrl


class VoucherCodeAnswer(Answer):
    code: str
    expires_at: Instant | None


class InvitingPartnerAnswer(Answer):
    """The partner that gives a voucher, as an app shows it before signing up."""

    id: int
    name: str
    logo: PictureUrl | None


class RedeemableVoucherAnswer(Answer):
    """The voucher, the partner that gave it, and the brand it can be redeemed at."""

    valid: Literal[True] = True
    voucher: VoucherCodeAnswer
    partner: InvitingPartnerAnswer
    client: ClientAnswer

    @classmethod
    def of(cls, redeemable: RedeemableVoucher) -> Self:
        return cls(
            voucher=VoucherCodeAnswer.model_validate(redeemable.voucher),
            partner=InvitingPartnerAnswer.model_validate(redeemable.partner),
            client=ClientAnswer.of(redeemable.client),
        )

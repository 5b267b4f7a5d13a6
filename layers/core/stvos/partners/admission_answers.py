"""What a voucher shows of itself to a person who is not signed in."""

from typing import Literal, Self

from stvos.accounts.answers import ClientAnswer, PartnerNameAnswer
from stvos.models import Answer, Instant
from stvos.partners.voucher_lookup import RedeemableVoucher


class OpenVoucherAnswer(Answer):
    code: str
    expires_at: Instant | None


class AdmissionAnswer(Answer):
    """The voucher, the partner who gives it, and the brand it opens."""

    valid: Literal[True] = True
    voucher: OpenVoucherAnswer
    partner: PartnerNameAnswer
    client: ClientAnswer

    @classmethod
    def of(cls, admission: RedeemableVoucher) -> Self:
        voucher, partner = admission.voucher, admission.partner
        return cls(
            voucher=OpenVoucherAnswer(code=voucher.code, expires_at=voucher.expires_at),
            partner=PartnerNameAnswer(id=partner.id, name=partner.name, logo=partner.logo),
            client=ClientAnswer.of(admission.client),
        )

"""What a partner's staff see of its vouchers."""

from datetime import datetime
from typing import Self

from stvos.models import Answer, Id, Instant, Maybe
from stvos.paging import CursorPage, Pagination
from stvos.partners.vouchers import Voucher, VoucherState


class VoucherAnswer(Answer):
    """A voucher as the partner's staff see it, in its true state."""

    id: Id
    code: str
    status: VoucherState
    expires_at: Instant | None
    created_at: Instant
    redeemed_at: Maybe[Instant] = None

    @classmethod
    def of(cls, voucher: Voucher, now: datetime) -> Self:
        return cls(
            id=voucher.id,
            code=voucher.code,
            status=voucher.state(now),
            expires_at=voucher.expires_at,
            created_at=voucher.created_at,
            redeemed_at=voucher.redeemed_at,
        )


class NewVouchersAnswer(Answer):
    vouchers: list[VoucherAnswer]


class VoucherEnvelope(Answer):
    voucher: VoucherAnswer


class VouchersAnswer(CursorPage):
    """`nextCursor` leads to the next page, at any depth. `pagination` is left out of a page that
    was asked for by cursor; of a `search`, it counts up to 10,000 codes.
    """

    vouchers: list[VoucherAnswer]
    pagination: Maybe[Pagination] = None


class VoucherStatsAnswer(Answer):
    """Exact counts at this moment. `redemptionRate`: redeemed of all, 0 to 1."""

    total: int
    active: int
    redeemed: int
    expired: int
    revoked: int
    redemption_rate: float

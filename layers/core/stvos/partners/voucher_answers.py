"""Vouchers as the partner's staff see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from stvos.models import Answer, Id, Instant, Maybe
from stvos.paging import CursorPage, Pagination, cursor_of
from stvos.partners.voucher_counts import VoucherCounts
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.vouchers import Voucher, VoucherPage, VoucherState


class VoucherAnswer(Answer):
    """A voucher in its state at this moment."""

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

    @classmethod
    def of(cls, vouchers: Iterable[Voucher], now: datetime) -> Self:
        return cls(vouchers=[VoucherAnswer.of(voucher, now) for voucher in vouchers])


class VoucherEnvelope(Answer):
    voucher: VoucherAnswer

    @classmethod
    def of(cls, voucher: Voucher, now: datetime) -> Self:
        return cls(voucher=VoucherAnswer.of(voucher, now))


class VouchersAnswer(CursorPage):
    """`nextCursor` leads to the next page, at any depth. A page that was asked for by cursor has no
    `pagination`; with a `search`, `pagination` counts at most 10,000 codes.
    """

    vouchers: list[VoucherAnswer]
    pagination: Maybe[Pagination] = None

    @classmethod
    def of(cls, page: VoucherPage, asked: VouchersQuery, now: datetime) -> Self:
        return cls(
            vouchers=[VoucherAnswer.of(voucher, now) for voucher in page.vouchers],
            pagination=None if page.total is None else asked.pagination(page.total),
            next_cursor=cursor_of(page.after),
        )


class VoucherStatsAnswer(Answer):
    """Exact counts at this moment. `redemptionRate`: redeemed of all, 0 to 1."""

    total: int
    active: int
    redeemed: int
    expired: int
    revoked: int
    redemption_rate: float

    @classmethod
    def of(cls, counts: VoucherCounts) -> Self:
        total, redeemed = counts.of(None), counts.of(VoucherState.REDEEMED)
        return cls(
            total=total,
            active=counts.of(VoucherState.ACTIVE),
            redeemed=redeemed,
            expired=counts.of(VoucherState.EXPIRED),
            revoked=counts.of(VoucherState.REVOKED),
            redemption_rate=round(redeemed / total, 4) if total else 0.0,
        )

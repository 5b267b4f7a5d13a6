"""Vouchers as the partner's staff see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from stvos.models import Answer, Id, Instant, Number, OmittedIfNone
from stvos.paging import CursorPage, Pagination, cursor_of
from stvos.partners.voucher_counts import VoucherCounts
from stvos.partners.voucher_requests import VouchersQuery
from stvos.partners.vouchers import MAX_DEPTH, Voucher, VoucherPage, VoucherState


class VoucherAnswer(Answer):
    """A voucher in its state at this moment."""

    id: Id
    code: str
    status: VoucherState
    expires_at: Instant | None
    created_at: Instant
    redeemed_at: OmittedIfNone[Instant] = None

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
    `pagination`; with a `search`, `pagination` counts at most 10,000 codes. `items` are the
    `vouchers` again.
    """

    vouchers: list[VoucherAnswer]
    items: list[VoucherAnswer]
    pagination: OmittedIfNone[Pagination] = None

    @classmethod
    def of(cls, page: VoucherPage, asked: VouchersQuery, now: datetime) -> Self:
        vouchers = [VoucherAnswer.of(voucher, now) for voucher in page.vouchers]
        total = page.total
        return cls(
            vouchers=vouchers,
            items=vouchers,
            pagination=None if total is None else asked.pagination(total, deepest=MAX_DEPTH),
            next_cursor=cursor_of(page.after),
        )


class VoucherStatsAnswer(Answer):
    """Exact counts at this moment. `redemptionRate`: redeemed of all, in percent."""

    total: int
    active: int
    redeemed: int
    expired: int
    revoked: int
    redemption_rate: Number

    @classmethod
    def of(cls, counts: VoucherCounts) -> Self:
        total, redeemed = counts.of(None), counts.of(VoucherState.REDEEMED)
        return cls(
            total=total,
            active=counts.of(VoucherState.ACTIVE),
            redeemed=redeemed,
            expired=counts.of(VoucherState.EXPIRED),
            revoked=counts.of(VoucherState.REVOKED),
            redemption_rate=round(100 * redeemed / total, 2) if total else 0,
        )

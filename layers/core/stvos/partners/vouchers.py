"""A voucher: a code that lets one person join a brand on a partner's account."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints

from stvos.ids import new_code
from stvos.models import Answer, Body, Entity, Id, Instant, Maybe, Query
from stvos.paging import CursorPage, EndlessQuery, Pagination

# 30 letters and digits without look-alikes: 30^12 = 5e17 codes. With ten million vouchers out, a
# billion tries find one with a chance of 2 %, and the limit on guessing ends them long before.
_GROUPS, _GROUP = 3, 4


class VoucherState(StrEnum):
    """`expired` is never stored: the clock decides it whenever a voucher is read."""

    ACTIVE = "active"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Voucher(Entity):
    """One voucher. Who redeemed it stands in that member's own partition and nowhere else."""

    id: int
    client_id: int
    partner_id: int
    code: str
    status: VoucherState = VoucherState.ACTIVE
    expires_at: datetime | None = None
    created_at: datetime
    redeemed_at: datetime | None = None
    revoked_at: datetime | None = None

    def state(self, now: datetime) -> VoucherState:
        """What the voucher is at this moment."""
        lapsed = self.expires_at is not None and self.expires_at <= now
        active = self.status is VoucherState.ACTIVE
        return VoucherState.EXPIRED if active and lapsed else self.status


def make_code(prefix: str | None) -> str:
    """A new code: `PREFIX-XXXX-XXXX-XXXX`, as a mail or a poster shows it."""
    groups = [new_code(_GROUP) for _ in range(_GROUPS)]
    return "-".join([prefix, *groups] if prefix else groups)


def canonical(code: str) -> str:
    """A code as it is stored and looked up: read in any case, with or without dashes and blanks."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum())[:60]


# ---------------------------------------------------------------- asked


class NewVouchersBody(Body):
    """Up to 500 codes in one call. `expiresAt` must be in the future; without it
    they do not expire.
    """

    quantity: Annotated[int, Field(ge=1, le=500)]
    prefix: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{1,12}$")] | None = None
    expires_at: Instant | None = None


class VouchersQuery(EndlessQuery):
    """`search`: the beginning of a code, in any case, with or without dashes."""

    status: VoucherState | None = None
    search: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = None


class VoucherExportQuery(Query):
    """Which vouchers to export."""

    status: VoucherState | None = None


# ---------------------------------------------------------------- answered


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

"""A voucher: a code that lets one person join a brand on a partner's account."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from stvos.ids import new_code
from stvos.models import Entity
from stvos.typed_codes import read_code

# 30 letters and digits without look-alikes: 30^12 = 5e17 codes. With ten million vouchers, a
# billion guesses find one with a probability of 2 %; the limit on guessing stops them much earlier.
_GROUPS, _GROUP = 3, 4
# The most vouchers that one request reads. Deeper pages need the cursor, longer lists the export.
MAX_DEPTH = 10_000


class VoucherState(StrEnum):
    """`expired` is never stored: it is decided from the clock whenever a voucher is read."""

    ACTIVE = "active"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    REVOKED = "revoked"


class Voucher(Entity):
    """One voucher. Who redeemed it is stored in that member's partition and nowhere else."""

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
        """The voucher's state at this moment."""
        lapsed = self.expires_at is not None and self.expires_at <= now
        active = self.status is VoucherState.ACTIVE
        return VoucherState.EXPIRED if active and lapsed else self.status


@dataclass(frozen=True, slots=True)
class VoucherPage:
    """Some vouchers, how many there are in all, and the sort key to go on after.

    `total` is None for a page that was asked for by cursor: counting would read the whole list.
    `after` is None on the last page.
    """

    vouchers: list[Voucher]
    total: int | None
    after: str | None

    def without_redemptions(self) -> Self:
        """The page without the instants at which its vouchers were redeemed."""
        hidden = [voucher.model_copy(update={"redeemed_at": None}) for voucher in self.vouchers]
        return replace(self, vouchers=hidden)


@dataclass(frozen=True, slots=True)
class CodeGroup:
    """A later group of a code with what follows it, as codes are compared, and its voucher."""

    rest: str
    voucher_id: int
    code: str


def make_code(prefix: str | None) -> str:
    """A new code: `PREFIX-XXXX-XXXX-XXXX`, as a mail or a poster shows it."""
    groups = [new_code(_GROUP) for _ in range(_GROUPS)]
    return "-".join([prefix, *groups] if prefix else groups)


def beginnings(code: str) -> list[str]:
    """A code from each of its groups on, as it is compared: what a search may begin with."""
    groups = code.split("-")
    return [read_code("".join(groups[number:])) for number in range(len(groups))]

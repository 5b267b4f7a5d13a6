"""How many vouchers there are in each state, from the tallies that their own writes keep."""

from collections.abc import Sequence
from dataclasses import dataclass

from stvos.partners.vouchers import VoucherState


@dataclass(frozen=True, slots=True)
class VoucherTotals:
    """Vouchers that expire at the same moment, counted. `expires`: epoch second, None for never."""

    expires: int | None
    total: int
    redeemed: int
    revoked: int

    @property
    def open(self) -> int:
        return self.total - self.redeemed - self.revoked


@dataclass(frozen=True, slots=True)
class VoucherCounts:
    """A partner's vouchers, counted exactly. `now`, an epoch second, says which have expired."""

    tallies: Sequence[VoucherTotals]
    now: int

    def of(self, state: VoucherState | None) -> int:
        """How many are in a state, or in any."""
        match state:
            case None:
                return sum(tally.total for tally in self.tallies)
            case VoucherState.REDEEMED:
                return sum(tally.redeemed for tally in self.tallies)
            case VoucherState.REVOKED:
                return sum(tally.revoked for tally in self.tallies)
            case VoucherState.ACTIVE:
                return sum(tally.open for tally in self.tallies if not self._over(tally))
            case VoucherState.EXPIRED:
                return sum(tally.open for tally in self.tallies if self._over(tally))

    def _over(self, tally: VoucherTotals) -> bool:
        return tally.expires is not None and tally.expires <= self.now

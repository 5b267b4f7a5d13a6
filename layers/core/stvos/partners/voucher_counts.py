"""How many vouchers are in each state, from counters that are written with the vouchers."""

from collections.abc import Sequence
from dataclasses import dataclass

from stvos.partners.vouchers import VoucherState


@dataclass(frozen=True, slots=True)
class VoucherTotals:
    """How many vouchers expire at one moment. `expires`: an epoch second; None for never."""

    expires: int | None
    total: int
    redeemed: int
    revoked: int

    @property
    def open(self) -> int:
        return self.total - self.redeemed - self.revoked


@dataclass(frozen=True, slots=True)
class VoucherCounts:
    """A partner's vouchers, counted exactly. `now`, an epoch second, decides which have expired."""

    by_expiry: Sequence[VoucherTotals]
    now: int

    def of(self, state: VoucherState | None) -> int:
        """How many are in a state; without one, how many there are in all."""
        match state:
            case None:
                return sum(totals.total for totals in self.by_expiry)
            case VoucherState.REDEEMED:
                return sum(totals.redeemed for totals in self.by_expiry)
            case VoucherState.REVOKED:
                return sum(totals.revoked for totals in self.by_expiry)
            case VoucherState.ACTIVE:
                return sum(
                    totals.open for totals in self.by_expiry if not self._has_expired(totals)
                )
            case VoucherState.EXPIRED:
                return sum(totals.open for totals in self.by_expiry if self._has_expired(totals))

    def _has_expired(self, totals: VoucherTotals) -> bool:
        return totals.expires is not None and totals.expires <= self.now

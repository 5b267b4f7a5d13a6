"""How many vouchers are in each state."""

from dataclasses import dataclass

from stvos.partners.vouchers import VoucherState


@dataclass(frozen=True, slots=True)
class VoucherCounts:
    """A partner's vouchers, counted exactly. `expired`: those that were open when they expired."""

    total: int
    redeemed: int
    revoked: int
    expired: int

    def of(self, state: VoucherState | None) -> int:
        """How many are in a state; without one, how many there are in all."""
        match state:
            case None:
                return self.total
            case VoucherState.REDEEMED:
                return self.redeemed
            case VoucherState.REVOKED:
                return self.revoked
            case VoucherState.EXPIRED:
                return self.expired
            case VoucherState.ACTIVE:
                return self.total - self.redeemed - self.revoked - self.expired

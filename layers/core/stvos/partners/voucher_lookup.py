"""Looking at a voucher's code from outside, and joining with it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import StvosError, UnknownVoucher
from stvos.identity.guess_guard import GuessGuard, GuessLimits
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.partners.memberships import Joining, Memberships
from stvos.partners.models import Partner
from stvos.partners.repository import PartnerRepository
from stvos.partners.voucher_repository import VoucherRepository, find_voucher
from stvos.partners.vouchers import Voucher, VoucherState

if TYPE_CHECKING:
    from stvos.accounts.models import Account

# Of one address and key. An office joins from behind one address, so only failures count.
GUESSES = Limit("voucher", 100, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class RedeemableVoucher:
    """What a valid voucher opens: a brand, on a partner's account."""

    voucher: Voucher
    partner: Partner
    client: Client

    @property
    def partner_id(self) -> int:
        return self.partner.id

    def joining(self, table: Table, account: "Account", now: datetime) -> tuple[Write, ...]:
        """The writes that spend the voucher and make `account` one of the partner's members."""
        tenant = ClientId(self.client.id)
        by = Joining(
            partner_id=self.partner.id,
            zone=self.partner.billing.timezone,
            voucher_id=self.voucher.id,
            voucher_code=self.voucher.code,
        )
        return (
            *VoucherRepository(table, tenant, self.partner.id).redeeming(self.voucher, now),
            *Memberships(table, tenant).begin(account, by, now),
        )


class VoucherLookup:
    """Looking at a code from outside. Every reason to refuse one looks alike."""

    def __init__(self, table: Table, principal: Principal, now: Clock = utc_now) -> None:
        self._table = table
        self._principal = principal
        guesser = f"{principal.key_id or ''} {principal.address}"
        limiter = Limiter(table, None, now)
        self._guard = GuessGuard(table, limiter, GuessLimits(None, GUESSES), guesser)
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal)

    def require_redeemable(
        self, code: str, refusal: type[StvosError] = UnknownVoucher
    ) -> RedeemableVoucher:
        """What this code opens. Raises `refusal` for an unknown, expired, revoked or redeemed
        code and for another brand's alike; failures of one address are limited.
        """
        voucher = self._guard.require(partial(self._find, code), refusal())
        tenant = ClientId(voucher.client_id)
        return RedeemableVoucher(
            voucher,
            PartnerRepository(self._table, tenant).require(voucher.partner_id),
            ClientRepository(self._table).require(tenant),
        )

    def _find(self, code: str) -> Voucher | None:
        voucher = find_voucher(self._table, code)
        if voucher is None or self._principal.tenant not in {None, voucher.client_id}:
            return None
        return voucher if voucher.state(self._now()) is VoucherState.ACTIVE else None

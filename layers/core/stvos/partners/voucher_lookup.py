"""Finding a voucher by its code, for people who are not signed in."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Self

from stvos.clients.models import Client
from stvos.clients.repository import ClientRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import StvosError, UnknownVoucher
from stvos.identity.guess_guard import GuessGuard, GuessLimits
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.partners.models import Partner
from stvos.partners.repository import PartnerRepository
from stvos.partners.voucher_repository import find_voucher
from stvos.partners.vouchers import Voucher, VoucherState

# By address and key. A whole office may sign up from one address, so only failures count.
GUESSES = Limit("voucher", 100, timedelta(minutes=15))


@dataclass(frozen=True, slots=True)
class RedeemableVoucher:
    """A valid voucher, its partner, and the brand it can be redeemed at."""

    voucher: Voucher
    partner: Partner
    client: Client


class VoucherLookup:
    """Finds the voucher of a code. All refusals look alike, whatever the reason."""

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
        """The voucher of a code that can be redeemed now. Raises `refusal` for an unknown, expired,
        revoked or redeemed code, for one of a partner that has ended and for another brand's;
        failures are limited by address.
        """
        voucher, partner = self._guard.require(partial(self._find, code), refusal())
        client = ClientRepository(self._table).require(ClientId(voucher.client_id))
        return RedeemableVoucher(voucher, partner, client)

    def _find(self, code: str) -> tuple[Voucher, Partner] | None:
        voucher = find_voucher(self._table, code)
        if voucher is None or self._principal.tenant not in {None, voucher.client_id}:
            return None
        if voucher.state(self._now()) is not VoucherState.ACTIVE:
            return None
        partners = PartnerRepository(self._table, ClientId(voucher.client_id))
        partner = partners.find(voucher.partner_id, consistent=True)
        return None if partner is None or partner.ended_at else (voucher, partner)

"""Joining a partner with a voucher, in the transaction that stores or changes the account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from stvos.accounts.models import Account
from stvos.clients.models import Client
from stvos.dynamodb.keys import NOBODY, ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidVoucher
from stvos.identity.principal import Principal
from stvos.partners.voucher_lookup import RedeemableVoucher, VoucherLookup
from stvos.partners.voucher_repository import VoucherRepository, find_voucher
from stvos.usage.memberships import Joining, Memberships


def brand_of(code: str) -> ClientId:
    """The brand of a voucher's code, whatever its state; no brand's tenant for an unknown one, so
    that what is asked there costs the same.
    """
    voucher = find_voucher(Table.of_stack(), code)
    return ClientId(voucher.client_id) if voucher else NOBODY


@dataclass(frozen=True, slots=True)
class VoucherAdmission:
    """A voucher that a person redeems who registers or who is a member of the brand."""

    redeemable: RedeemableVoucher

    @classmethod
    def require(cls, principal: Principal, code: str) -> Self:
        """The voucher of a registering caller's code. Raises InvalidVoucher for any other code."""
        return cls(VoucherLookup.of(principal).require_redeemable(code, InvalidVoucher))

    @property
    def client(self) -> Client:
        return self.redeemable.client

    @property
    def partner_id(self) -> int:
        return self.redeemable.partner.id

    def joining(self, table: Table, account: Account, now: datetime) -> tuple[Write, ...]:
        """The writes that redeem the voucher and make a new account a member of the partner."""
        memberships = Memberships(table, ClientId(self.client.id))
        return (*self._redeeming(table, now), *memberships.begin(account, self._by(), now))

    def joining_again(self, table: Table, account: Account, now: datetime) -> tuple[Write, ...]:
        """The same for an account that is there and may have been a partner's member before."""
        memberships = Memberships(table, ClientId(self.client.id))
        return (*self._redeeming(table, now), *memberships.begin_again(account, self._by(), now))

    def _redeeming(self, table: Table, now: datetime) -> tuple[Write, ...]:
        vouchers = VoucherRepository(table, ClientId(self.client.id), self.partner_id)
        return vouchers.redeeming(self.redeemable.voucher, now)

    def _by(self) -> Joining:
        voucher = self.redeemable.voucher
        return Joining(
            partner_id=self.partner_id,
            zone=self.redeemable.partner.billing.timezone,
            voucher_id=voucher.id,
            voucher_code=voucher.code,
        )

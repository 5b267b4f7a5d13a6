"""Joining a partner with a voucher, in the transaction that stores the account."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from stvos.accounts.models import Account
from stvos.clients.models import Client
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidVoucher
from stvos.identity.principal import Principal
from stvos.partners.voucher_lookup import RedeemableVoucher, VoucherLookup
from stvos.partners.voucher_repository import VoucherRepository
from stvos.usage.memberships import Joining, Memberships


@dataclass(frozen=True, slots=True)
class VoucherAdmission:
    """A voucher that a registering person redeems; `stvos.accounts.registration` receives it."""

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
        """The writes that redeem the voucher and make `account` a member of the partner."""
        tenant, voucher = ClientId(self.client.id), self.redeemable.voucher
        by = Joining(
            partner_id=self.partner_id,
            zone=self.redeemable.partner.billing.timezone,
            voucher_id=voucher.id,
            voucher_code=voucher.code,
        )
        return (
            *VoucherRepository(table, tenant, self.partner_id).redeeming(voucher, now),
            *Memberships(table, tenant).begin(account, by, now),
        )

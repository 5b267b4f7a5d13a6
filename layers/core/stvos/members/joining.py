"""Joining a partner with a voucher, for an account that is there."""

from collections.abc import Callable
from functools import partial
from typing import Self

from stvos.accounts.models import Account
from stvos.accounts.repository import AccountRepository
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import AlreadyMember, Conflict
from stvos.identity.principal import Principal
from stvos.partners.models import Partner
from stvos.partners.repository import PartnerRepository
from stvos.usage.admission import VoucherAdmission
from stvos.usage.memberships import Memberships


class PartnerJoining:
    """One member who joins a partner, under the same conditions as by registering.

    `admit`: what a voucher's code opens; it raises what a bad one is refused with.
    """

    def __init__(
        self,
        table: Table,
        account: Account,
        admit: Callable[[str], VoucherAdmission],
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._account = account
        self._admit = admit
        self._now = now

    @classmethod
    def of(cls, principal: Principal, account: Account) -> Self:
        return cls(Table.of_stack(), account, partial(VoucherAdmission.require, principal))

    def join(self, code: str) -> Partner:
        """Redeem the voucher and become a member of its partner, in one transaction.

        Raises InvalidVoucher for any code that cannot be redeemed at the member's brand,
        AlreadyMember for a member of a partner, whose code stays good, and Conflict while figures
        of a former membership are still being counted.
        """
        account = self._account
        if account.partner_id is not None:
            return self._joined_by_this_request(account.partner_id)
        admission = self._admit(code)
        for is_last in (False, False, True):
            try:
                self._join(admission)
            except Conflict as conflict:
                if is_last or isinstance(conflict, AlreadyMember):
                    raise
            else:
                break
        return admission.redeemable.partner

    def _join(self, admission: VoucherAdmission) -> None:
        account, now = self._account, self._now()
        AccountRepository(self._table, ClientId(account.client_id)).join_partner(
            UserId(account.id),
            admission.partner_id,
            *admission.joining_again(self._table, account, now),
        )

    def _joined_by_this_request(self, partner_id: int) -> Partner:
        """The partner, if this very request made the membership when it came before."""
        tenant = ClientId(self._account.client_id)
        if not Memberships(self._table, tenant).is_own(UserId(self._account.id)):
            raise AlreadyMember
        return PartnerRepository(self._table, tenant).require(partner_id)

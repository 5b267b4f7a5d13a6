"""What a signed-in staff member does: their own sign-in, and an owner's staff list."""

from datetime import timedelta
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidCredentials, LastOwner, NotFound
from stvos.identity import passwords
from stvos.identity.limits import Limit, Limiter
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.partners.models import Staff, StaffBody
from stvos.partners.repository import PartnerRepository
from stvos.partners.staff_repository import StaffRepository
from stvos.partners.staff_service import invitation

PASSWORD_CHANGES = Limit("staff_password", 10, timedelta(minutes=15))


class OwnStaff:
    """One staff member's own sign-in."""

    def __init__(
        self, table: Table, principal: Principal, staff: Staff, now: Clock = utc_now
    ) -> None:
        self._repository = StaffRepository(table, principal.client)
        self._limiter = Limiter(table, principal.client, now)
        self._principal = principal
        self._staff = staff
        self._now = now

    @classmethod
    def of(cls, principal: Principal, staff: Staff) -> Self:
        return cls(Table.of_stack(), principal, staff)

    def sign_out(self) -> None:
        """End this device's sign-in; its access token dies with it."""
        own, now = self._principal.family_id or 0, self._now()
        mark = self._repository.sign_out(self._staff.id, own, now)
        self._repository.end_families(self._staff, [own], now, None, mark)

    def change_password(self, current: str, new: str) -> None:
        """Set another password; every sign-in but this one ends.

        That the new password is the account's already is fine: so it is for a repeated attempt.
        """
        passwords.require_strong(new, email=self._staff.email, path="body.newPassword")
        self._limiter.charge(PASSWORD_CHANGES, str(self._staff.id))
        stored = self._staff.password_hash
        if not (passwords.matches(current, stored) or passwords.matches(new, stored)):
            raise InvalidCredentials("The current password is wrong.")
        families = self._repository.families(self._staff)
        others = [f.id for f in families if f.id != self._principal.family_id]
        sets = {"password_hash": passwords.hash_password(new)}
        self._repository.end_families(self._staff, others, self._now(), sets)


class StaffList:
    """A partner's staff, as its owner sees and changes it."""

    def __init__(self, table: Table, owner: Staff, now: Clock = utc_now) -> None:
        tenant = ClientId(owner.client_id)
        self._table = table
        self._repository = StaffRepository(table, tenant)
        self._partners = PartnerRepository(table, tenant)
        self._owner = owner
        self._now = now

    @classmethod
    def of(cls, owner: Staff) -> Self:
        return cls(Table.of_stack(), owner)

    def all(self) -> list[Staff]:
        """Everybody, oldest first."""
        return self._repository.of_partner(self._owner.partner_id)

    def invite(self, wish: StaffBody) -> Staff:
        """Add a person and mail them a code to set a password with, both or neither."""
        partner = self._partners.require(self._owner.partner_id)
        staff = Staff(
            id=new_id(),
            client_id=self._owner.client_id,
            partner_id=partner.id,
            email=wish.email,
            name=wish.name,
            role=wish.role,
            created_at=self._now(),
        )
        self._table.transact(
            *self._repository.joining(staff),
            *invitation(self._table, partner, staff, "staff_invitation", self._now()),
        )
        return staff

    def remove(self, staff_id: int) -> None:
        """Remove a person of this partner; another partner's is not found.

        Nobody removes themselves, and the remover must still be there when it happens: so of two
        owners who remove each other at once, one remains.
        """
        staff = self._repository.get(staff_id)
        if staff is None:
            return self._repository.require_left(staff_id)
        if staff.partner_id != self._owner.partner_id:
            raise NotFound
        if staff.id == self._owner.id:
            raise LastOwner
        return self._table.transact(*self._repository.leaving(staff, self._owner, self._now()))

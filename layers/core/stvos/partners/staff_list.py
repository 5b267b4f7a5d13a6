"""A partner's staff, as its owner sees and changes it."""

from datetime import timedelta
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import LastOwner, NotFound
from stvos.identity.limits import Limit, Limiter
from stvos.ids import new_id
from stvos.partners.invitations import StaffInvitations
from stvos.partners.models import Staff
from stvos.partners.repository import PartnerRepository
from stvos.partners.requests import StaffBody
from stvos.partners.staff_repository import StaffRepository

_DAY = timedelta(days=1)
INVITATIONS_OF = Limit("invited", 5, _DAY)
INVITATIONS_BY_PARTNER = Limit("invites", 100, _DAY)
INVITATIONS_BY_CLIENT = Limit("client_invites", 1_000, _DAY)


class StaffList:
    """The staff of the owner's own partner."""

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

    def invite(self, body: StaffBody) -> Staff:
        """Add a person and mail them a code to set a password with, both or neither.

        Raises UserExists for an address that this partner has invited; of what it is elsewhere,
        nothing is said.
        """
        partner = self._partners.require(self._owner.partner_id)
        self._charge(body.email)
        staff = Staff(
            id=new_id(),
            client_id=self._owner.client_id,
            partner_id=partner.id,
            email=body.email,
            name=body.name,
            role=body.role,
            created_at=self._now(),
        )
        self._table.transact(
            *self._repository.joining(staff),
            *StaffInvitations(self._table).inviting(partner, staff, self._now()),
        )
        return staff

    def _charge(self, email: str) -> None:
        """Count an invitation by recipient, partner and client; raises TooManyAttempts."""
        limiter = Limiter(self._table, ClientId(self._owner.client_id), self._now)
        limiter.charge(INVITATIONS_OF, email)
        limiter.charge(INVITATIONS_BY_PARTNER, str(self._owner.partner_id))
        limiter.charge(INVITATIONS_BY_CLIENT, "staff")

    def remove(self, staff_id: int) -> None:
        """Remove a person of this partner; another partner's is not found.

        No employee removes themselves, and the remover must still be there when it happens: so of
        two owners who remove each other in one moment, one remains.
        """
        staff = self._repository.find(staff_id)
        if staff is None:
            return self._repository.require_left(staff_id)
        if staff.partner_id != self._owner.partner_id:
            raise NotFound
        if staff.id == self._owner.id:
            raise LastOwner
        return self._table.transact(*self._repository.leaving(staff, self._owner, self._now()))

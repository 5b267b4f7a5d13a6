"""Rules of the partners that the operator makes for a brand."""

from typing import Any, Self

from stvos.billing import clock as clocks
from stvos.clock import Clock, utc_now
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.operators.desk import Desk
from stvos.partners.invitations import code_to_set_a_password
from stvos.partners.models import (
    BillingBody,
    BillingTerms,
    ChangePartnerBody,
    NewPartnerBody,
    Partner,
    PartnerAnswer,
    Staff,
    StaffRole,
)
from stvos.partners.repository import PartnerRepository
from stvos.partners.staff_repository import StaffRepository


class Partners:
    """One client's partners."""

    def __init__(self, desk: Desk, now: Clock = utc_now) -> None:
        self._desk = desk
        self._partners = PartnerRepository(desk.table, desk.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(Desk.at(principal, client_id))

    def all(self) -> list[Partner]:
        """Oldest first."""
        return self._partners.all()

    def find(self, partner_id: int) -> Partner:
        return self._partners.require(partner_id)

    def create(self, wish: NewPartnerBody) -> Partner:
        """A new partner with its first owner, who gets a mail to set a password; all or nothing."""
        now = self._now()
        partner = Partner(
            id=new_id(),
            client_id=self._desk.tenant,
            name=wish.name,
            logo=wish.logo,
            billing=_terms(wish.billing),
            member_visibility=wish.member_visibility,
            created_at=now,
            updated_at=now,
        )
        owner = Staff(
            id=new_id(),
            client_id=self._desk.tenant,
            partner_id=partner.id,
            email=wish.owner.email,
            name=wish.owner.name,
            role=StaffRole.OWNER,
            created_at=now,
        )
        self._partners.add(
            partner,
            *self._desk.note("partner.create", _name(partner.id), after=PartnerAnswer.of(partner)),
            *StaffRepository(self._desk.table, self._desk.tenant).joining(owner),
            *code_to_set_a_password(self._desk.table, partner, owner, "staff_invitation", now),
            clocks.started(partner),
        )
        return partner

    def change(self, partner_id: int, wish: ChangePartnerBody) -> Partner:
        """Change what is named. New billing terms hold from the next report on."""
        before = self._partners.require(partner_id)
        changed: dict[str, Any] = {
            name: value for name, value in wish if name in wish.model_fields_set
        }
        if "billing" in wish.model_fields_set:
            changed["billing"] = _terms(wish.billing)
        after = before.model_copy(update=changed | {"updated_at": self._now()})
        first = self._desk.note(
            "partner.change",
            _name(partner_id),
            before=PartnerAnswer.of(before),
            after=PartnerAnswer.of(after),
        )
        moved = clocks.moved_by(self._desk.table, before, after)
        self._partners.replace(before, after, *first, *moved)
        return after

    def delete(self, partner_id: int) -> None:
        """Remove a partner that never made a voucher and has no products, with its staff."""
        action, target = "partner.delete", _name(partner_id)
        partner = self._partners.find(partner_id)
        if partner is None:
            return self._desk.require_done(action, target)
        staff = StaffRepository(self._desk.table, self._desk.tenant)
        leaving = [w for person in staff.of_partner(partner_id) for w in staff.dismissed(person)]
        first = self._desk.note(action, target, before=PartnerAnswer.of(partner))
        return self._partners.remove(partner, *first, *leaving, clocks.stopped(partner.id))


def _terms(body: BillingBody) -> BillingTerms:
    return BillingTerms.model_validate(body.model_dump(by_alias=False))


def _name(partner_id: int) -> str:
    return f"partner/{partner_id}"

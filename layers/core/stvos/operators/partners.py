"""Rules of the partners that the operator makes for a brand."""

from typing import Any, Self

from stvos.billing import clock as clocks
from stvos.clock import Clock, utc_now
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.operators.client_scope import ClientScope
from stvos.partners.answers import PartnerAnswer
from stvos.partners.invitations import code_to_set_a_password
from stvos.partners.models import BillingTerms, Partner, Staff, StaffRole
from stvos.partners.repository import PartnerRepository
from stvos.partners.requests import BillingBody, ChangePartnerBody, NewPartnerBody
from stvos.partners.staff_repository import StaffRepository


class Partners:
    """One client's partners."""

    def __init__(self, scope: ClientScope, now: Clock = utc_now) -> None:
        self._scope = scope
        self._partners = PartnerRepository(scope.table, scope.tenant)
        self._now = now

    @classmethod
    def of(cls, principal: Principal, client_id: int) -> Self:
        return cls(ClientScope.of(principal, client_id))

    def all(self) -> list[Partner]:
        """Oldest first."""
        return self._partners.all()

    def find(self, partner_id: int) -> Partner:
        return self._partners.require(partner_id)

    def create(self, body: NewPartnerBody) -> Partner:
        """A new partner with its first owner, who gets a mail to set a password; all or nothing."""
        now = self._now()
        partner = Partner(
            id=new_id(),
            client_id=self._scope.tenant,
            name=body.name,
            logo=body.logo,
            billing=_terms(body.billing),
            member_visibility=body.member_visibility,
            created_at=now,
            updated_at=now,
        )
        owner = Staff(
            id=new_id(),
            client_id=self._scope.tenant,
            partner_id=partner.id,
            email=body.owner.email,
            name=body.owner.name,
            role=StaffRole.OWNER,
            created_at=now,
        )
        self._partners.add(
            partner,
            *self._scope.audit_writes(
                "partner.create", _name(partner.id), after=PartnerAnswer.of(partner)
            ),
            *StaffRepository(self._scope.table, self._scope.tenant).joining(owner),
            *code_to_set_a_password(self._scope.table, partner, owner, "staff_invitation", now),
            clocks.started(partner),
        )
        return partner

    def change(self, partner_id: int, body: ChangePartnerBody) -> Partner:
        """Change what is named. New billing terms hold from the next report on."""
        before = self._partners.require(partner_id)
        changed: dict[str, Any] = {
            name: value for name, value in body if name in body.model_fields_set
        }
        if "billing" in body.model_fields_set:
            changed["billing"] = _terms(body.billing)
        after = before.model_copy(update=changed | {"updated_at": self._now()})
        audit = self._scope.audit_writes(
            "partner.change",
            _name(partner_id),
            before=PartnerAnswer.of(before),
            after=PartnerAnswer.of(after),
        )
        moved = clocks.moved_by(self._scope.table, before, after)
        self._partners.replace(before, after, *audit, *moved)
        return after

    def delete(self, partner_id: int) -> None:
        """Remove a partner that never made a voucher and has no products, with its staff."""
        action, target = "partner.delete", _name(partner_id)
        partner = self._partners.find(partner_id)
        if partner is None:
            return self._scope.require_done(action, target)
        staff = StaffRepository(self._scope.table, self._scope.tenant)
        leaving = [w for person in staff.of_partner(partner_id) for w in staff.dismissed(person)]
        audit = self._scope.audit_writes(action, target, before=PartnerAnswer.of(partner))
        return self._partners.remove(partner, *audit, *leaving, clocks.stopped(partner.id))


def _terms(body: BillingBody) -> BillingTerms:
    return BillingTerms.model_validate(body.model_dump(by_alias=False))


def _name(partner_id: int) -> str:
    return f"partner/{partner_id}"

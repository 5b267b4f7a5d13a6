"""Rules of the partners that the operator makes for a brand."""

from datetime import datetime
from typing import Any, Self

from stvos.billing import clock as clocks
from stvos.billing.due import current_month
from stvos.billing.models import BillingClock
from stvos.billing.repository import BillingDirectory
from stvos.clock import Clock, utc_now
from stvos.errors import InvalidInput, NotFound
from stvos.identity.principal import Principal
from stvos.ids import new_id
from stvos.months import Month
from stvos.operators.client_scope import ClientScope
from stvos.partners.answers import PartnerAnswer
from stvos.partners.invitations import StaffInvitations
from stvos.partners.models import BillingTerms, Partner, Staff, StaffRole
from stvos.partners.repository import PartnerRepository
from stvos.partners.requests import BillingBody, ChangePartnerBody, NewPartnerBody
from stvos.partners.staff_repository import StaffRepository

_TERMS = {"billing", "billing_from"}


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

    def require(self, partner_id: int) -> Partner:
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
            *StaffInvitations(self._scope.table).inviting(partner, owner, now),
            clocks.started(partner),
        )
        return partner

    def change(self, partner_id: int, body: ChangePartnerBody) -> Partner:
        """Change what is named. New prices hold from the current month on, or from a named one that
        is not billed yet; the months before keep theirs.
        """
        before, clock = self._partners.require(partner_id), self._clock(partner_id)
        now = self._now()
        changed: dict[str, Any] = {
            name: value for name, value in body if name in body.model_fields_set - _TERMS
        }
        if changed.pop("ended", False):
            changed["ended_at"] = before.ended_at or now
        rebilled = _rebilled(before, body, clock, now)
        after = rebilled.model_copy(update=changed | {"updated_at": now})
        audit = self._scope.audit_writes(
            "partner.change",
            _name(partner_id),
            before=PartnerAnswer.of(before),
            after=PartnerAnswer.of(after),
        )
        moved = clocks.moved_by(clock, before, after)
        self._partners.replace(before, after, *audit, *moved)
        return after

    def _clock(self, partner_id: int) -> BillingClock:
        clock = BillingDirectory(self._scope.table).find_clock(partner_id)
        if clock is None:
            raise NotFound
        return clock

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


def _rebilled(
    partner: Partner, body: ChangePartnerBody, clock: BillingClock, now: datetime
) -> Partner:
    """The partner with the terms that were sent."""
    from_ = Month.parse(body.billing_from) if body.billing_from else None
    if "billing" not in body.model_fields_set:
        if from_:
            raise InvalidInput.at("body.billingFrom", "says from when `billing` holds: send both")
        return partner
    terms = _terms(body.billing)
    if from_ is None and terms.has_prices_of(partner.billing):
        return partner.model_copy(update={"billing": terms})
    if from_ is None:
        # A change of time zone on the 1st may lead back into a month that is final.
        from_ = max(current_month(terms.timezone, now), clock.next)
    if from_ < clock.next:
        raise InvalidInput.at("body.billingFrom", f"must not be before {clock.next}: it is final")
    return partner.billed_from(from_, terms, clock.first_month)


def _terms(body: BillingBody) -> BillingTerms:
    return BillingTerms.model_validate(body.model_dump(by_alias=False))


def _name(partner_id: int) -> str:
    return f"partner/{partner_id}"

"""Requests about partners and their staff."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from stvos.models import Body, Email, Line120, omittable
from stvos.money import Amount, Currency
from stvos.months import MonthText
from stvos.partners.models import BillingModel, Proration, StaffRole, Visibility
from stvos.pictures import Picture
from stvos.zones import Zone


class BillingBody(Body):
    """The terms of billing. `includedMembers` are free; `minimum` is the lowest monthly amount.
    `proration`: what a flat fee costs in the month in which the partner is created or ended.
    """

    model: BillingModel
    unit_price: Amount
    currency: Currency
    included_members: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    minimum: Amount = Field(default=Decimal(0), json_schema_extra={"default": 0})
    proration: Proration = Proration.BY_DAY
    timezone: Zone
    report_emails: Annotated[list[Email], Field(max_length=20)] = Field(default_factory=list)


class OwnerBody(Body):
    """The first staff member of a partner, who gets a mail to set a password."""

    email: Email
    name: Line120


class NewPartnerBody(Body):
    """A new partner, with its first owner."""

    name: Line120
    logo: Picture | None = None
    billing: BillingBody
    member_visibility: Visibility = Visibility.DETAILED
    owner: OwnerBody


class ChangePartnerBody(Body):
    """Omitted fields stay as they are; a null logo is removed.

    `billingFrom`: the first month of new prices, the current one unless sent; one whose report is
    final is refused. `ended`: no member joins any more, this month's report is the last, and what
    there is can still be read. It cannot be undone.
    """

    name: Line120 = omittable()
    logo: Picture | None = None
    billing: BillingBody = omittable()
    billing_from: MonthText = omittable()
    member_visibility: Visibility = omittable()
    ended: Literal[True] = omittable()


class StaffBody(Body):
    """A further staff member, who is invited by mail."""

    email: Email
    name: Line120
    role: StaffRole

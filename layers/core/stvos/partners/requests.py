"""Requests about partners and their staff."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from stvos.models import Body, Email, Line120, Url, Zone, left_out
from stvos.money import Amount, Currency
from stvos.partners.models import BillingModel, StaffRole, Visibility


class BillingBody(Body):
    """The terms of billing. `includedMembers` are free; `minimum` is the lowest monthly amount."""

    model: BillingModel
    unit_price: Amount
    currency: Currency
    included_members: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    minimum: Amount = Field(default=Decimal(0), json_schema_extra={"default": 0})
    timezone: Zone
    report_emails: Annotated[list[Email], Field(max_length=20)] = Field(default_factory=list)


class OwnerBody(Body):
    """The first staff member of a partner, who gets a mail to set a password."""

    email: Email
    name: Line120


class NewPartnerBody(Body):
    """A new partner, with its first owner."""

    name: Line120
    logo: Url | None = None
    billing: BillingBody
    member_visibility: Visibility = Visibility.DETAILED
    owner: OwnerBody


class ChangePartnerBody(Body):
    """Omitted fields stay as they are; a null logo is removed."""

    name: Line120 = left_out()
    logo: Url | None = None
    billing: BillingBody = left_out()
    member_visibility: Visibility = left_out()


class StaffBody(Body):
    """A further staff member, who is invited by mail."""

    email: Email
    name: Line120
    role: StaffRole

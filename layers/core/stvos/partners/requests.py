"""What is asked about partners and their staff."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from stvos.models import Body, Email, Line120, Url, Zone, left_out
from stvos.money import Amount, Currency
from stvos.partners.models import BillingModel, StaffRole, Visibility


class BillingBody(Body):
    """The terms of §10: a model, a price for each unit, what is included, the least to pay."""

    model: BillingModel
    unit_price: Amount
    currency: Currency
    included_members: Annotated[int, Field(ge=0, le=10_000_000)] = 0
    minimum: Amount = Field(default=Decimal(0), json_schema_extra={"default": 0})
    timezone: Zone
    report_emails: Annotated[list[Email], Field(max_length=20)] = Field(default_factory=list)


class OwnerBody(Body):
    """The first person of a partner, who gets a mail to set a password."""

    email: Email
    name: Line120


class NewPartnerBody(Body):
    """A partner as the operator makes it."""

    name: Line120
    logo: Url | None = None
    billing: BillingBody
    member_visibility: Visibility = Visibility.DETAILED
    owner: OwnerBody


class ChangePartnerBody(Body):
    """What is left out stays; a null logo is removed."""

    name: Line120 = left_out()
    logo: Url | None = None
    billing: BillingBody = left_out()
    member_visibility: Visibility = left_out()


class StaffBody(Body):
    """A further person of the partner's, invited by mail."""

    email: Email
    name: Line120
    role: StaffRole

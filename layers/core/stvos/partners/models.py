"""A partner and its staff: stored, asked, answered."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field

from stvos.accounts.answers import PartnerNameAnswer
from stvos.clients.models import Client
from stvos.identity.answers import TokenFields, TokensAnswer
from stvos.identity.families import Tokens
from stvos.models import (
    Answer,
    Body,
    Email,
    Entity,
    Instant,
    Line120,
    Url,
    Zone,
    left_out,
)
from stvos.money import Amount, Currency, StoredAmount
from stvos.paging import Pagination

# ---------------------------------------------------------------- stored


class BillingModel(StrEnum):
    """What is paid for: each active member, each member, or the partnership as such."""

    PER_ACTIVE_MEMBER = "per_active_member"
    PER_MEMBER = "per_member"
    FLAT = "flat"


class Visibility(StrEnum):
    """How much of its members a partner sees: each of them, or groups of ten and more."""

    DETAILED = "detailed"
    AGGREGATE = "aggregate"


class StaffRole(StrEnum):
    """Viewers read, managers also hand out vouchers and look after members, owners do all."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"


class BillingTerms(Entity):
    """How a partner is billed. `minimum`: the least a month costs, in `currency`."""

    model: BillingModel
    unit_price: StoredAmount
    currency: str
    included_members: int = 0
    minimum: StoredAmount
    timezone: str
    report_emails: tuple[str, ...] = ()


class Partner(Entity):
    """One partner of a client."""

    id: int
    client_id: int
    name: str
    logo: str | None = None
    billing: BillingTerms
    member_visibility: Visibility = Visibility.DETAILED
    # Set with the first voucher; from then on the partner cannot be removed.
    has_vouchers: bool | None = None
    created_at: datetime
    updated_at: datetime


class Staff(Entity):
    """One person of a partner's. Without a password hash, the invitation is still open.

    `tokens_valid_from`, `kept_family`: see `stvos.identity.families.Person`.
    """

    id: int
    client_id: int
    partner_id: int
    email: str
    name: str
    role: StaffRole
    password_hash: str | None = None
    created_at: datetime
    tokens_valid_from: int = 0
    kept_family: int | None = None


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    """A staff member with who they are for, and tokens."""

    staff: Staff
    partner: Partner
    client: Client
    tokens: Tokens


# ---------------------------------------------------------------- asked


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


# ---------------------------------------------------------------- answered


class StaffAnswer(Answer):
    """`active`: the invitation was accepted and a password is set."""

    id: int
    email: str
    name: str
    role: StaffRole
    active: bool
    created_at: Instant

    @classmethod
    def of(cls, staff: Staff) -> Self:
        return cls(
            id=staff.id,
            email=staff.email,
            name=staff.name,
            role=staff.role,
            active=staff.password_hash is not None,
            created_at=staff.created_at,
        )


class ClientNameAnswer(Answer):
    id: int
    name: str


class StaffEnvelope(Answer):
    """Who is signed in, for whom, with which brand."""

    staff: StaffAnswer
    partner: PartnerNameAnswer
    client: ClientNameAnswer

    @classmethod
    def of(cls, staff: Staff, partner: Partner, client: Client) -> Self:
        return cls(
            staff=StaffAnswer.of(staff),
            partner=PartnerNameAnswer(id=partner.id, name=partner.name, logo=partner.logo),
            client=ClientNameAnswer(id=client.id, name=client.name),
        )


class StaffSignedInAnswer(StaffEnvelope, TokenFields):
    """The same with tokens."""

    @classmethod
    def signed_in(cls, signed_in: StaffSignedIn) -> Self:
        envelope = StaffEnvelope.of(signed_in.staff, signed_in.partner, signed_in.client)
        return cls(
            staff=envelope.staff,
            partner=envelope.partner,
            client=envelope.client,
            **TokensAnswer.of(signed_in.tokens).model_dump(),
        )


class NewStaffAnswer(Answer):
    staff: StaffAnswer


class StaffListAnswer(Answer):
    staff: list[StaffAnswer]


class BillingAnswer(Answer):
    """Amounts in major units of `currency`."""

    model: BillingModel
    unit_price: Amount
    currency: str
    included_members: int
    minimum: Amount
    timezone: str
    report_emails: list[str]


class PartnerAnswer(Answer):
    """A partner as the operator sees it."""

    id: int
    name: str
    logo: str | None
    billing: BillingAnswer
    member_visibility: Visibility
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, partner: Partner) -> Self:
        return cls(
            id=partner.id,
            name=partner.name,
            logo=partner.logo,
            billing=BillingAnswer.model_validate(partner.billing),
            member_visibility=partner.member_visibility,
            created_at=partner.created_at,
            updated_at=partner.updated_at,
        )


class PartnerEnvelope(Answer):
    partner: PartnerAnswer


class PartnersAnswer(Answer):
    items: list[PartnerAnswer]
    pagination: Pagination

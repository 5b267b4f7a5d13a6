"""Answers about partners and their staff."""

from collections.abc import Iterable, Sequence
from typing import Self

from stvos.accounts.answers import PartnerNameAnswer
from stvos.clients.models import Client
from stvos.identity.answers import TokenFields, TokensAnswer
from stvos.models import Answer, Instant
from stvos.money import Amount
from stvos.paging import PageQuery, Pagination
from stvos.partners.models import (
    BillingModel,
    Partner,
    Staff,
    StaffRole,
    StaffSignedIn,
    Visibility,
)


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
    """The staff member who is signed in, their partner and its client."""

    staff: StaffAnswer
    partner: PartnerNameAnswer
    client: ClientNameAnswer

    @classmethod
    def of(cls, staff: Staff, partner: Partner, client: Client) -> Self:
        return cls(
            staff=StaffAnswer.of(staff),
            partner=PartnerNameAnswer.model_validate(partner),
            client=ClientNameAnswer.model_validate(client),
        )


class StaffSignedInAnswer(TokenFields):
    """The same, with tokens."""

    staff: StaffAnswer
    partner: PartnerNameAnswer
    client: ClientNameAnswer

    @classmethod
    def of(cls, signed_in: StaffSignedIn) -> Self:
        envelope = StaffEnvelope.of(signed_in.staff, signed_in.partner, signed_in.client)
        tokens = TokensAnswer.of(signed_in.tokens)
        return cls(**dict(envelope), **tokens.model_dump())


class NewStaffAnswer(Answer):
    staff: StaffAnswer

    @classmethod
    def of(cls, staff: Staff) -> Self:
        return cls(staff=StaffAnswer.of(staff))


class StaffListAnswer(Answer):
    staff: list[StaffAnswer]

    @classmethod
    def of(cls, staff: Iterable[Staff]) -> Self:
        return cls(staff=[StaffAnswer.of(person) for person in staff])


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

    @classmethod
    def of(cls, partner: Partner) -> Self:
        return cls(partner=PartnerAnswer.of(partner))


class PartnersAnswer(Answer):
    """A page of a client's partners, oldest first."""

    items: list[PartnerAnswer]
    pagination: Pagination

    @classmethod
    def of(cls, partners: Sequence[Partner], asked: PageQuery) -> Self:
        """`partners`: all of them."""
        return cls(
            items=[PartnerAnswer.of(partner) for partner in asked.cut(partners)],
            pagination=asked.pagination(len(partners)),
        )

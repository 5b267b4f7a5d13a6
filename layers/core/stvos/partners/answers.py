"""Answers about partners and their staff."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

from stvos.accounts.answers import ClientAnswer, PartnerNameAnswer
from stvos.clients.models import Client
from stvos.identity.answers import TokenFields, TokensAnswer
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.money import Amount
from stvos.paging import PageQuery, Pagination
from stvos.partners.models import (
    BillingModel,
    BillingTerms,
    FormerPrices,
    Partner,
    PriceTerms,
    Proration,
    Staff,
    StaffRole,
    StaffSignedIn,
    Visibility,
)
from stvos.pictures import PictureUrl


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


class StaffEnvelope(Answer):
    """The staff member who is signed in, their partner and its client."""

    staff: StaffAnswer
    partner: PartnerNameAnswer
    client: ClientAnswer

    @classmethod
    def of(cls, staff: Staff, partner: Partner, client: Client) -> Self:
        return cls(
            staff=StaffAnswer.of(staff),
            partner=PartnerNameAnswer.model_validate(partner),
            client=ClientAnswer.of(client),
        )


class StaffSignedInAnswer(TokenFields):
    """The same, with tokens: both layouts, beside the rest and below `tokens`."""

    tokens: TokensAnswer
    staff: StaffAnswer
    partner: PartnerNameAnswer
    client: ClientAnswer

    @classmethod
    def of(cls, signed_in: StaffSignedIn) -> Self:
        envelope = StaffEnvelope.of(signed_in.staff, signed_in.partner, signed_in.client)
        tokens = TokensAnswer.of(signed_in.tokens)
        return cls(**dict(envelope), **tokens.model_dump(), tokens=tokens)


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


class PricesAnswer(Answer):
    """Amounts in major units of `currency`. `proration`: of a flat fee only."""

    model: BillingModel
    unit_price: Amount
    currency: str
    included_members: int
    minimum: Amount
    proration: OmittedIfNone[Proration] = None

    @classmethod
    def fields_of(cls, prices: PriceTerms) -> dict[str, Any]:
        fields = prices.model_dump(include=set(PricesAnswer.model_fields))
        return fields if prices.model is BillingModel.FLAT else fields | {"proration": None}


class FormerPricesAnswer(PricesAnswer):
    """Prices that held up to `lastMonth`, which it includes."""

    last_month: str

    @classmethod
    def of(cls, prices: FormerPrices) -> Self:
        return cls(**cls.fields_of(prices), last_month=str(prices.last_month))


class BillingAnswer(PricesAnswer):
    """The newest prices, and what holds for every month."""

    timezone: str
    report_emails: list[str]

    @classmethod
    def of(cls, terms: BillingTerms) -> Self:
        return cls(
            **cls.fields_of(terms),
            timezone=terms.timezone,
            report_emails=list(terms.report_emails),
        )


class PartnerAnswer(Answer):
    """A partner as the operator sees it. `endedAt`: null unless it was ended.

    `billing` holds from the month after the last of `formerPrices`, which are oldest first.
    """

    id: int
    name: str
    logo: PictureUrl | None
    billing: BillingAnswer
    former_prices: list[FormerPricesAnswer]
    member_visibility: Visibility
    ended_at: Instant | None
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, partner: Partner) -> Self:
        return cls(
            id=partner.id,
            name=partner.name,
            logo=partner.logo,
            billing=BillingAnswer.of(partner.billing),
            former_prices=[FormerPricesAnswer.of(prices) for prices in partner.former_prices],
            member_visibility=partner.member_visibility,
            ended_at=partner.ended_at,
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

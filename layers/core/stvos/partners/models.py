"""Partners and their staff, as stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stvos.clients.models import Client
from stvos.identity.families import Tokens
from stvos.models import Entity
from stvos.money import StoredAmount
from stvos.months import Month, StoredMonth


class BillingModel(StrEnum):
    """What a partner pays for: each active member, each member, or a flat fee."""

    PER_ACTIVE_MEMBER = "per_active_member"
    PER_MEMBER = "per_member"
    FLAT = "flat"


class Proration(StrEnum):
    """What a flat fee costs in a month of which a partner has only a part: its days, or nothing
    before the first full month.
    """

    BY_DAY = "by_day"
    FROM_FIRST_FULL_MONTH = "from_first_full_month"


class Visibility(StrEnum):
    """How a partner sees its members: each of them, or only groups of ten and more."""

    DETAILED = "detailed"
    AGGREGATE = "aggregate"


class StaffRole(StrEnum):
    """Viewers read; managers also create vouchers and manage members; owners may do everything."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"


class PriceTerms(Entity):
    """What a month costs. `minimum`: its lowest amount, in `currency`."""

    model: BillingModel
    unit_price: StoredAmount
    currency: str
    included_members: int = 0
    minimum: StoredAmount
    proration: Proration = Proration.BY_DAY


class FormerPrices(PriceTerms):
    """Prices that held up to `last_month`, which it includes."""

    last_month: StoredMonth

    @classmethod
    def until(cls, prices: PriceTerms, last_month: Month) -> "FormerPrices":
        kept = {name: getattr(prices, name) for name in PriceTerms.model_fields}
        return cls(**kept, last_month=last_month)


class BillingTerms(PriceTerms):
    """How a partner is billed: the newest prices, and what holds for every month."""

    timezone: str
    report_emails: tuple[str, ...] = ()

    def has_prices_of(self, other: PriceTerms) -> bool:
        return all(getattr(self, n) == getattr(other, n) for n in PriceTerms.model_fields)


class Partner(Entity):
    """One partner of a client. `ended_at`: since when no member joins it and its billing runs out.

    `billing` holds from the month after the last of `former_prices`, which are oldest first.
    """

    id: int
    client_id: int
    name: str
    logo: str | None = None
    billing: BillingTerms
    former_prices: tuple[FormerPrices, ...] = ()
    member_visibility: Visibility = Visibility.DETAILED
    # Set with the first voucher; from then on the partner cannot be removed.
    has_vouchers: bool | None = None
    ended_at: datetime | None = None
    created_at: datetime
    updated_at: datetime

    def prices_in(self, month: Month) -> PriceTerms:
        """The prices that a month is billed by."""
        return next((one for one in self.former_prices if month <= one.last_month), self.billing)

    def billed_from(self, month: Month, billing: BillingTerms, first_month: Month) -> "Partner":
        """The partner with other terms, whose prices hold from a month on. The months before, from
        its `first_month`, keep theirs; prices that were to come are dropped.
        """
        last = month.before
        former = [one for one in self.former_prices if one.last_month < last]
        if last >= first_month:
            former.append(FormerPrices.until(self.prices_in(last), last))
        return self.model_copy(update={"billing": billing, "former_prices": tuple(former)})

    @property
    def is_aggregate(self) -> bool:
        """Whether the partner sees its members in groups only (`stvos.usage.suppression`)."""
        return self.member_visibility is Visibility.AGGREGATE


class Staff(Entity):
    """A staff member of a partner. Without a password hash, the invitation is still open.

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

    @property
    def has_accepted(self) -> bool:
        """Whether the address is theirs to sign in with."""
        return self.password_hash is not None


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    """A staff member who has signed in, with their partner, client and tokens."""

    staff: Staff
    partner: Partner
    client: Client
    tokens: Tokens

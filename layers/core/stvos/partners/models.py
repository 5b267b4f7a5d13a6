"""Partners and their staff, as stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stvos.clients.models import Client
from stvos.identity.families import Tokens
from stvos.models import Entity
from stvos.money import StoredAmount


class BillingModel(StrEnum):
    """What a partner pays for: each active member, each member, or a flat fee."""

    PER_ACTIVE_MEMBER = "per_active_member"
    PER_MEMBER = "per_member"
    FLAT = "flat"


class Visibility(StrEnum):
    """How a partner sees its members: each of them, or only groups of ten and more."""

    DETAILED = "detailed"
    AGGREGATE = "aggregate"


class StaffRole(StrEnum):
    """Viewers read; managers also create vouchers and manage members; owners may do everything."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"


class BillingTerms(Entity):
    """How a partner is billed. `minimum`: the lowest amount of a month, in `currency`."""

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


@dataclass(frozen=True, slots=True)
class StaffSignedIn:
    """A staff member who has signed in, with their partner, client and tokens."""

    staff: Staff
    partner: Partner
    client: Client
    tokens: Tokens

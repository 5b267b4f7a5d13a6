"""Partners and their staff, as stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stvos.clients.models import Client
from stvos.identity.families import Tokens
from stvos.models import Entity
from stvos.money import StoredAmount


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

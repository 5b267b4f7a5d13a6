"""Every key of the table, and nothing else that knows how a key is spelled.

`Keys(tenant)` holds all keys of one client's data, composed of one module for each domain; there
is no way to make one of them without saying whose it is. `Directory` holds the few items that lead
*to* a tenant (an API key's hash, a slug, the mail addresses the universal key may search), so they
cannot be stored inside one.

Ids are padded to 16 digits, so that the order of sort keys is the order of ids, hence of time.
"""

from stvos.dynamodb.keys.accounts import AccountKeys
from stvos.dynamodb.keys.ai import AiKeys
from stvos.dynamodb.keys.billing import BillingKeys
from stvos.dynamodb.keys.bookings import BookingKeys
from stvos.dynamodb.keys.clients import ClientKeys
from stvos.dynamodb.keys.content import ContentKeys
from stvos.dynamodb.keys.directory import DUE_SHARDS, Directory
from stvos.dynamodb.keys.food_scans import FoodScanKeys
from stvos.dynamodb.keys.group_classes import GroupClassKeys
from stvos.dynamodb.keys.nutrition import NutritionKeys
from stvos.dynamodb.keys.onboarding import OnboardingKeys
from stvos.dynamodb.keys.partners import VOUCHER_PARTS, VOUCHER_SHARDS, PartnerKeys
from stvos.dynamodb.keys.plans import PlanKeys, PlanKind
from stvos.dynamodb.keys.primitives import (
    INDEX_ATTRIBUTES,
    KEY_ATTRIBUTES,
    NOBODY,
    ClientId,
    IndexKey,
    Key,
    Span,
    UserId,
)
from stvos.dynamodb.keys.products import ProductKeys
from stvos.dynamodb.keys.programmes import ProgrammeKeys
from stvos.dynamodb.keys.progress_logs import ProgressLogKeys
from stvos.dynamodb.keys.rooms import RoomKeys
from stvos.dynamodb.keys.tenant import tenant_of
from stvos.dynamodb.keys.trainers import TrainerKeys
from stvos.dynamodb.keys.usage import UsageKeys
from stvos.dynamodb.keys.viewing import ViewingKeys

__all__ = [
    "DUE_SHARDS",
    "INDEX_ATTRIBUTES",
    "KEY_ATTRIBUTES",
    "NOBODY",
    "VOUCHER_PARTS",
    "VOUCHER_SHARDS",
    "ClientId",
    "Directory",
    "IndexKey",
    "Key",
    "Keys",
    "PlanKind",
    "Span",
    "UserId",
    "tenant_of",
]


class Keys(
    ClientKeys,
    AccountKeys,
    ContentKeys,
    ViewingKeys,
    ProgressLogKeys,
    PartnerKeys,
    ProductKeys,
    ProgrammeKeys,
    TrainerKeys,
    BookingKeys,
    GroupClassKeys,
    FoodScanKeys,
    AiKeys,
    NutritionKeys,
    PlanKeys,
    UsageKeys,
    BillingKeys,
    RoomKeys,
    OnboardingKeys,
):
    """All keys of one client's data."""

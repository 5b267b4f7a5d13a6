"""Every key of the table, and nothing else that knows how a key is spelled.

`Keys(tenant)` holds all keys of one client's data, composed of one module for each domain; there
is no way to make one of them without saying whose it is. `Directory` holds the few items that lead
*to* a tenant (an API key's hash, a slug, the mail addresses the universal key may search), so they
cannot be stored inside one.

Ids are padded to 16 digits, so that the order of sort keys is the order of ids, hence of time.
"""

from stvos.dynamodb.keys.accounts import AccountKeys
from stvos.dynamodb.keys.billing import BillingKeys
from stvos.dynamodb.keys.clients import ClientKeys
from stvos.dynamodb.keys.content import ContentKeys
from stvos.dynamodb.keys.directory import Directory
from stvos.dynamodb.keys.partners import PartnerKeys
from stvos.dynamodb.keys.primitives import (
    INDEX_ATTRIBUTES,
    KEY_ATTRIBUTES,
    ClientId,
    IndexKey,
    Key,
    Span,
    UserId,
)
from stvos.dynamodb.keys.products import ProductKeys
from stvos.dynamodb.keys.progress_logs import ProgressLogKeys
from stvos.dynamodb.keys.tenant import tenant_of
from stvos.dynamodb.keys.usage import UsageKeys
from stvos.dynamodb.keys.viewing import ViewingKeys

__all__ = [
    "INDEX_ATTRIBUTES",
    "KEY_ATTRIBUTES",
    "ClientId",
    "Directory",
    "IndexKey",
    "Key",
    "Keys",
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
    UsageKeys,
    BillingKeys,
):
    """All keys of one client's data."""

"""A client (a brand) and its API keys, as stored."""

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from stvos.identity.principal import Feature
from stvos.ids import fingerprint
from stvos.models import Entity


class KeyKind(StrEnum):
    """What a key opens: one client, or any (the app finds its brand by token or account)."""

    CLIENT = "client"
    UNIVERSAL = "universal"


class Plan(StrEnum):
    """Usage plan of a key, enforced by API Gateway."""

    TRIAL = "trial"
    STANDARD = "standard"


class Branding(Entity):
    """How a brand looks, in the app and in its mails. All addresses are absolute URLs."""

    logo: str | None = None
    splash_screen: str | None = None
    primary_color: str = "#1f2937"
    secondary_color: str = "#4b5563"
    app_url: str | None = None
    support_email: str | None = None
    font: str | None = None


class Client(Entity):
    """One brand. `retention_days`: how long food photos and transcripts of talks are kept."""

    id: int
    name: str
    slug: str
    branding: Branding = Field(default_factory=Branding)
    enabled_features: tuple[Feature, ...] = ()
    requires_voucher: bool = False
    is_default: bool = False
    timezone: str = "UTC"
    email_from: str | None = None
    retention_days: int = 30
    limits: dict[str, int] = Field(default_factory=dict)
    created_at: datetime
    updated_at: datetime

    @property
    def features(self) -> frozenset[str]:
        return frozenset(self.enabled_features)


class ApiKey(Entity):
    """A key that apps send. The key itself is shown once and only its hash is stored.

    `usage_key` is the value by which API Gateway's usage plan counts this key's requests.
    """

    id: int
    client_id: int
    kind: KeyKind
    label: str
    plan: Plan
    key_hash: str
    usage_key: str
    created_at: datetime
    last_used_at: datetime | None = None


def key_hash(key: str) -> str:
    """How an API key is stored and found. Keys hold 160 random bits, so a plain hash will do."""
    return fingerprint("api key", key)

"""What the operator is answered about clients, their API keys, uploads and the audit trail."""

from typing import Any, Self

from stvos.clients.models import ApiKey, Client, KeyKind, Plan
from stvos.identity.principal import Feature
from stvos.models import Answer, Instant
from stvos.paging import CursorPage, Pagination
from stvos.pictures import PictureUrl


class BrandAnswer(Answer):
    """Every part of a brand's look, also the empty ones."""

    logo: PictureUrl | None
    splash_screen: PictureUrl | None
    primary_color: str
    secondary_color: str
    app_url: str | None
    support_email: str | None
    font: str | None


class OperatorClientAnswer(BrandAnswer):
    """A client as the operator keeps it. Its look stands flat and under `branding`, the same."""

    id: int
    name: str
    slug: str
    branding: BrandAnswer
    enabled_features: list[Feature]
    requires_voucher: bool
    is_default: bool
    timezone: str
    email_from: str | None
    retention_days: int
    limits: dict[str, int]
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(cls, client: Client) -> Self:
        branding = BrandAnswer.model_validate(client.branding)
        return cls.model_validate(dict(client) | dict(branding) | {"branding": branding})


class ClientEnvelope(Answer):
    client: OperatorClientAnswer

    @classmethod
    def of(cls, client: Client) -> Self:
        return cls(client=OperatorClientAnswer.of(client))


class ClientsAnswer(Answer):
    """Clients, oldest first."""

    items: list[OperatorClientAnswer]
    pagination: Pagination


class ApiKeyAnswer(Answer):
    """What is known of a key. `lastUsedAt` is exact to an hour."""

    id: int
    label: str
    kind: KeyKind
    plan: Plan
    created_at: Instant
    last_used_at: Instant | None

    @classmethod
    def of(cls, key: ApiKey) -> Self:
        return cls.model_validate(key)


class CreatedApiKeyAnswer(Answer):
    """`key` is what apps send; it is shown this once."""

    api_key: ApiKeyAnswer
    key: str


class ApiKeysAnswer(Answer):
    """A client's keys, oldest first."""

    items: list[ApiKeyAnswer]
    pagination: Pagination


class UploadAnswer(Answer):
    """Send `fields` and then the file to `uploadUrl` as multipart/form-data, within the hour."""

    upload_url: str
    fields: dict[str, str]
    ref: str


class UploadedAnswer(Answer):
    """What the trail keeps of an upload."""

    ref: str
    content_type: str
    size: int


class AuditEntryAnswer(Answer):
    """One change. `before` and `after` are what the operator's routes answer of the thing."""

    at: Instant
    actor: str
    action: str
    target: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class AuditAnswer(CursorPage):
    """Newest first."""

    items: list[AuditEntryAnswer]

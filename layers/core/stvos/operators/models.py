"""What the operator asks and gets to see of clients, their keys, their uploads and the trail."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints

from stvos.clients.models import ApiKey, Branding, Client, KeyKind, Plan
from stvos.identity.principal import Feature
from stvos.models import (
    Answer,
    Body,
    Colour,
    Day,
    Email,
    Instant,
    Line40,
    Line120,
    Patch,
    Slug,
    Url,
    Zone,
    left_out,
)
from stvos.paging import CursorPage, CursorQuery, Pagination

# ---------------------------------------------------------------- clients

_Features = Annotated[list[Feature], Field(max_length=20)]
_Days = Annotated[int, Field(ge=1, le=3650)]
_Limits = Annotated[
    dict[Line40, Annotated[int, Field(ge=0, le=1_000_000_000)]], Field(max_length=20)
]


class BrandingBody(Body):
    """How the brand looks; a change touches only the named parts, null sets the default back."""

    logo: Url | None = None
    splash_screen: Url | None = None
    primary_color: Colour | None = None
    secondary_color: Colour | None = None
    app_url: Url | None = None
    support_email: Email | None = None
    font: Line120 | None = None

    def applied_to(self, stored: Branding) -> Branding:
        merged = stored.model_dump() | self.model_dump(exclude_unset=True, by_alias=False)
        return Branding(**{name: value for name, value in merged.items() if value is not None})


class CreateClientBody(Body):
    """A new brand. `limits`: the deployment's own figures by name."""

    name: Line120
    slug: Slug
    branding: BrandingBody = BrandingBody()
    enabled_features: _Features = Field(default_factory=list)
    requires_voucher: bool = False
    is_default: bool = False
    timezone: Zone = "UTC"
    email_from: Email | None = None
    retention_days: _Days = 30
    limits: _Limits = Field(default_factory=dict)


class ChangeClientBody(Patch):
    """What is left out stays."""

    name: Line120 = left_out()
    slug: Slug = left_out()
    branding: BrandingBody = left_out()
    enabled_features: _Features = left_out()
    requires_voucher: bool = left_out()
    is_default: bool = left_out()
    timezone: Zone = left_out()
    email_from: Email | None = None
    retention_days: _Days = left_out()
    limits: _Limits = left_out()


class BrandAnswer(Answer):
    """Every part of a brand's look, also the empty ones."""

    logo: str | None
    splash_screen: str | None
    primary_color: str
    secondary_color: str
    app_url: str | None
    support_email: str | None
    font: str | None


class OperatorClientAnswer(Answer):
    """A client as the operator keeps it."""

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
        return cls.model_validate(client)


class ClientEnvelope(Answer):
    client: OperatorClientAnswer

    @classmethod
    def of(cls, client: Client) -> Self:
        return cls(client=OperatorClientAnswer.of(client))


class ClientsAnswer(Answer):
    """Clients, oldest first."""

    items: list[OperatorClientAnswer]
    pagination: Pagination


# ---------------------------------------------------------------- API keys


class CreateApiKeyBody(Body):
    """`universal` opens every client: the app finds its brand by voucher, token or account."""

    kind: KeyKind = KeyKind.CLIENT
    label: Line120 = "unnamed"
    plan: Plan = Plan.STANDARD


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


# ---------------------------------------------------------------- uploads

UploadKind = Literal["video", "thumbnail", "logo", "image"]


class UploadBody(Body):
    """A file to be sent: what it is for, its media type and its size in bytes."""

    kind: UploadKind
    content_type: Annotated[str, StringConstraints(min_length=3, max_length=100)]
    size: Annotated[int, Field(ge=1, le=5_000_000_000, description="bytes")]


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


# ---------------------------------------------------------------- the trail


class AuditQuery(CursorQuery):
    """Days in UTC, both included; without them the last thirty."""

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None


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

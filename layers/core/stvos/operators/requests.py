"""What the operator asks of clients, their API keys, uploads and the audit trail."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from stvos.clients.models import KeyKind, Plan
from stvos.identity.principal import Feature
from stvos.models import (
    Body,
    Day,
    Email,
    Line40,
    Line120,
    Patch,
    Url,
    omittable,
)
from stvos.paging import CursorQuery
from stvos.patterns import Colour, Slug
from stvos.pictures import Picture
from stvos.zones import Zone

_Features = Annotated[list[Feature], Field(max_length=20)]
_Days = Annotated[int, Field(ge=1, le=3650)]
_Limits = Annotated[
    dict[Line40, Annotated[int, Field(ge=0, le=1_000_000_000)]], Field(max_length=20)
]


class BrandingBody(Patch):
    """How the brand looks; a change touches only the named parts, null sets the default back."""

    logo: Picture | None = None
    splash_screen: Picture | None = None
    primary_color: Colour | None = None
    secondary_color: Colour | None = None
    app_url: Url | None = None
    support_email: Email | None = None
    font: Line120 | None = None


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

    name: Line120 = omittable()
    slug: Slug = omittable()
    branding: BrandingBody = omittable()
    enabled_features: _Features = omittable()
    requires_voucher: bool = omittable()
    is_default: bool = omittable()
    timezone: Zone = omittable()
    email_from: Email | None = None
    retention_days: _Days = omittable()
    limits: _Limits = omittable()


class CreateApiKeyBody(Body):
    """`universal` opens every client: the app finds its brand by voucher, token or account."""

    kind: KeyKind = KeyKind.CLIENT
    label: Line120 = "unnamed"
    plan: Plan = Plan.STANDARD


UploadKind = Literal["video", "thumbnail", "logo", "image"]


class UploadBody(Body):
    """A file to be sent: what it is for, its media type and its size in bytes."""

    kind: UploadKind
    content_type: Annotated[str, StringConstraints(min_length=3, max_length=100)]
    size: Annotated[int, Field(ge=1, le=5_000_000_000, description="bytes")]


class AuditQuery(CursorQuery):
    """Days in UTC, both included; without them the last thirty."""

    from_: Day | None = Field(default=None, alias="from")
    to: Day | None = None

"""What a member asks for about themselves."""

from typing import Annotated, Literal

from pydantic import Field

from stvos.accounts.requests import ProfileBody, SettingsBody
from stvos.models import Body, Line120, Password, Patch


class UpdateMemberBody(Patch):
    """What is left out stays; null clears: a name, a field, or a whole part."""

    name: Line120 | None = None
    profile: ProfileBody | None = None
    settings: SettingsBody | None = None


class JoinPartnerBody(Body):
    voucher_code: Annotated[str, Field(min_length=1, max_length=60)]


class LeaveBody(Body):
    """A `password` is checked if it is sent."""

    password: Password | None = None


class PhotoBody(Body):
    content_type: Literal["image/jpeg", "image/png", "image/webp"]

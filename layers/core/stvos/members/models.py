"""What a member asks for about themselves, and what they are answered."""

from datetime import datetime
from typing import Literal

from stvos.accounts.requests import ProfileBody, SettingsBody
from stvos.models import Answer, Body, Entity, Instant, Line120, Maybe, Password

# ---------------------------------------------------------------- stored


class ExportJob(Entity):
    """A copy of a member's data, asked for or made. `file`: the unguessable part of its name."""

    id: int
    user_id: int
    file: str
    created_at: datetime
    ready_at: datetime | None = None


# ---------------------------------------------------------------- asked


class UpdateMemberBody(Body):
    """What is left out stays; null clears: a name, a field, or a whole part."""

    name: Line120 | None = None
    profile: ProfileBody | None = None
    settings: SettingsBody | None = None


class LeaveBody(Body):
    password: Password


class PhotoBody(Body):
    content_type: Literal["image/jpeg", "image/png", "image/webp"]


# ---------------------------------------------------------------- answered


class FarewellAnswer(Answer):
    """`receiptId` proves that the deletion was asked for; it names no person."""

    message: str
    receipt_id: int


class PhotoAnswer(Answer):
    """POST `fields` and then `file` as multipart/form-data to `uploadUrl`, within 5 minutes.

    `imageUrl` shows the photo once it is there; like every address of it, for an hour.
    """

    upload_url: str
    fields: dict[str, str]
    image_url: str


class ExportStartedAnswer(Answer):
    job_id: int


class ExportAnswer(Answer):
    """`url` leads to the archive for an hour at most; ask again for another one."""

    status: Literal["pending", "ready", "failed"]
    url: Maybe[str] = None
    expires_at: Maybe[Instant] = None

"""Accounts as stored, asked for and answered."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from stvos.errors import InvalidInput
from stvos.models import (
    Body,
    Email,
    Entity,
    Id,
    Line40,
    Line120,
    Line200,
    Password,
    Zone,
)

# ---------------------------------------------------------------- stored


class Role(StrEnum):
    """What an account may be within its client."""

    USER = "user"
    TRAINER = "trainer"


class Profile(Entity):
    """What a member tells about themselves. Height in cm, weight in kg."""

    age: int | None = None
    gender: str | None = None
    height: float | None = None
    weight: float | None = None
    fitness_level: str | None = None
    fitness_goal: str | None = None
    goals: tuple[str, ...] = ()
    workout_days: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    injuries: tuple[str, ...] = ()
    dietary_restrictions: tuple[str, ...] = ()
    allergies: tuple[str, ...] = ()


class AccountSettings(Entity):
    """A member's choices. The zone decides which day a log belongs to."""

    notifications: bool = True
    timezone: str = "UTC"
    units: str = "metric"
    share_progress_with_coach: bool = False
    water_goal_ml: int | None = None


class Account(Entity):
    """A member or trainer of one client.

    `tokens_valid_from` (ms): tokens and families that were made while it was lower are dead. That
    is how all of them end at once, and no clock is compared with another.
    `ended_families`: signed-out refresh families, each with the epoch second until which an access
    token of it could live.
    `photo`: an object key; `upload_until`: until when (epoch s) a form to send one is valid.
    """

    id: int
    client_id: int
    email: str
    name: str
    role: Role = Role.USER
    password_hash: str
    email_verified: bool = False
    created_at: datetime
    profile: Profile = Profile()
    settings: AccountSettings = AccountSettings()
    coach_id: int | None = None
    trainer_id: int | None = None
    partner_id: int | None = None
    premium: bool = False
    photo: str | None = None
    upload_until: int = 0
    tokens_valid_from: int = 0
    ended_families: dict[str, int] = Field(default_factory=dict)
    erased_at: datetime | None = None


class Family(Entity):
    """The refresh tokens of one sign-in: each is used once and makes the next.

    Only hashes are stored. The next secret is derived from the current one with `chain_key`, so
    that a repeated refresh gives the same successor without storing it.
    """

    id: int
    user_id: int
    proof_hash: str
    chain_key: str
    current_hash: str
    previous_hash: str | None = None
    rotated_at: datetime
    created_at: datetime
    valid_from: int = 0
    user_agent: str = ""


# ---------------------------------------------------------------- asked

_Tags = Annotated[list[Line40], Field(max_length=30)]
Weekday = Literal[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
]  # fmt: skip


class ProfileBody(Body):
    """Profile fields; what is left out stays, null clears."""

    age: Annotated[int, Field(ge=13, le=120)] | None = None
    gender: Line40 | None = None
    height: Annotated[float, Field(ge=50, le=275, description="cm")] | None = None
    weight: Annotated[float, Field(ge=20, le=500, description="kg")] | None = None
    fitness_level: Literal["beginner", "intermediate", "advanced"] | None = None
    fitness_goal: Line120 | None = None
    goals: _Tags | None = None
    workout_days: Annotated[list[Weekday], Field(max_length=7)] | None = None
    equipment: _Tags | None = None
    injuries: _Tags | None = None
    dietary_restrictions: _Tags | None = None
    allergies: _Tags | None = None


class SettingsBody(Body):
    """Settings fields; what is left out stays, null sets the default back."""

    notifications: bool | None = None
    timezone: Zone | None = None
    units: Literal["metric", "imperial"] | None = None
    share_progress_with_coach: bool | None = None
    water_goal_ml: Annotated[int, Field(ge=500, le=10_000)] | None = None


class RegisterBody(Body):
    """A new member. Empty optional codes count as not given."""

    email: Email
    password: Password
    name: Line120 | None = None
    voucher_code: Annotated[str, Field(max_length=40)] | None = None
    session_id: Annotated[str, Field(max_length=100)] | None = None
    coach_id: Id | None = None
    profile: ProfileBody | None = None
    settings: SettingsBody | None = None


class LoginBody(Body):
    """`clientId` chooses the brand when the universal key finds the mail in several."""

    email: Email
    password: Password
    client_id: Id | None = None


class RefreshBody(Body):
    refresh_token: Line200


class LogoutBody(Body):
    """`refreshToken` ends its family, `allDevices` all of them; without both, the caller's own."""

    refresh_token: Line200 | None = None
    all_devices: bool = False


class VoucherCodeBody(Body):
    """The code under either of the public API's two names."""

    code: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    voucher_code: Annotated[str, Field(min_length=1, max_length=60)] | None = None

    def sent(self) -> str:
        """The code, under whichever name it came."""
        code = self.code or self.voucher_code
        if code is None:
            raise InvalidInput.at("body.code", "is required")
        return code


class EmailBody(Body):
    email: Email


class ResetPasswordBody(Body):
    email: Email
    code: Line40
    new_password: Password


class CodeBody(Body):
    code: Line40


class ChangePasswordBody(Body):
    current_password: Password
    new_password: Password

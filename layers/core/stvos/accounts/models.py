"""Accounts as stored, asked for and answered."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field

from stvos.clients.models import Client
from stvos.errors import InvalidInput
from stvos.models import (
    Answer,
    Body,
    Email,
    Entity,
    Id,
    Instant,
    Line40,
    Line120,
    Line200,
    Maybe,
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


# ---------------------------------------------------------------- answered


class UserAnswer(Answer):
    """An account as its sign-in answers show it."""

    id: int
    email: str
    name: str
    role: Role


class BrandingAnswer(Answer):
    """How the brand looks: addresses of its pictures, colours as #rrggbb."""

    logo: str | None
    splash_screen: str | None
    primary_color: str
    secondary_color: str
    app_url: Maybe[str] = None
    support_email: Maybe[str] = None
    font: Maybe[str] = None


class ClientAnswer(Answer):
    """The brand an account belongs to."""

    id: int
    name: str
    branding: BrandingAnswer
    enabled_features: list[str]

    @classmethod
    def of(cls, client: Client) -> Self:
        return cls(
            id=client.id,
            name=client.name,
            branding=BrandingAnswer.model_validate(client.branding),
            enabled_features=[feature.value for feature in client.enabled_features],
        )


class TokensAnswer(Answer):
    """An access token, the refresh token that renews it once, and its lifetime in seconds."""

    access_token: str
    refresh_token: str
    expires_in: int


class SignedInAnswer(TokensAnswer):
    """Both token layouts of the public API: beside the user and below `tokens`."""

    user: UserAnswer
    tokens: TokensAnswer
    client: Maybe[ClientAnswer] = None

    @classmethod
    def of(cls, account: Account, tokens: TokensAnswer, client: Client | None) -> Self:
        return cls(
            **tokens.model_dump(),
            tokens=tokens,
            user=UserAnswer.model_validate(account),
            client=ClientAnswer.of(client) if client else None,
        )


class MessageAnswer(Answer):
    """A sentence for a person."""

    message: str


class DeviceAnswer(Answer):
    """A signed-in device: one refresh family."""

    id: int
    created_at: Instant
    last_used_at: Instant
    user_agent: str
    current: bool

    @classmethod
    def of(cls, family: Family, *, current: bool) -> Self:
        return cls(
            id=family.id,
            created_at=family.created_at,
            last_used_at=family.rotated_at,
            user_agent=family.user_agent,
            current=current,
        )


class DevicesAnswer(Answer):
    devices: list[DeviceAnswer]


class CoachAnswer(Answer):
    """The trainer a member chose as coach."""

    id: int
    name: str
    image: str | None


class ProfileAnswer(Answer):
    """Height in cm, weight in kg."""

    age: int | None
    gender: str | None
    height: float | None
    weight: float | None
    fitness_level: str | None
    fitness_goal: str | None
    goals: list[str]
    workout_days: list[str]
    equipment: list[str]
    injuries: list[str]
    dietary_restrictions: list[str]
    allergies: list[str]


class SettingsAnswer(Answer):
    notifications: bool
    timezone: str
    units: str
    share_progress_with_coach: bool
    water_goal_ml: Maybe[int] = None


class MemberAnswer(Answer):
    """A member as the member sees themselves."""

    id: int
    email: str
    name: str
    role: Role
    email_verified: bool
    created_at: Instant
    image_url: Maybe[str] = None
    profile: ProfileAnswer
    settings: SettingsAnswer
    coach: CoachAnswer | None

    @classmethod
    def of(
        cls, account: Account, coach: CoachAnswer | None = None, image_url: str | None = None
    ) -> Self:
        return cls(
            id=account.id,
            email=account.email,
            name=account.name,
            role=account.role,
            email_verified=account.email_verified,
            created_at=account.created_at,
            image_url=image_url,
            profile=ProfileAnswer.model_validate(account.profile),
            settings=SettingsAnswer.model_validate(account.settings),
            coach=coach,
        )


class MemberEnvelope(Answer):
    user: MemberAnswer


class MeAnswer(Answer):
    """The member and the brand they belong to."""

    user: MemberAnswer
    client: ClientAnswer

"""What routes of accounts take."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from stvos.errors import InvalidInput
from stvos.identity.requests import CredentialsBody
from stvos.models import Body, Email, Id, Line40, Line120, Line200, Password, Zone

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


class LoginBody(CredentialsBody):
    """`clientId` chooses the brand when the universal key finds the mail in several."""

    client_id: Id | None = None


class LogoutBody(Body):
    """`refreshToken` ends its family, `allDevices` all of them; without both, the caller's own."""

    refresh_token: Line200 | None = None
    all_devices: bool = False


class VoucherCodeBody(Body):
    """The code under either of the public API's two names."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"code": "ACME-7KQ4-M2XT-9HPW"}]})

    code: Annotated[str, Field(min_length=1, max_length=60)] | None = None
    voucher_code: Annotated[str, Field(min_length=1, max_length=60)] | None = None

    def sent(self) -> str:
        """The code, under whichever name it came."""
        code = self.code or self.voucher_code
        if code is None:
            raise InvalidInput.at("body.code", "is required")
        return code

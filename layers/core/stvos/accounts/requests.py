"""What routes of accounts take."""

from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field

from stvos.errors import InvalidInput
from stvos.identity.requests import CredentialsBody
from stvos.models import (
    Body,
    Email,
    Id,
    Line40,
    Line120,
    Line200,
    Password,
    Patch,
    Tags,
)
from stvos.zones import DeviceZone, Zone

if TYPE_CHECKING:
    from stvos.accounts.models import Profile

Weekday = Literal[
    "mon", "tue", "wed", "thu", "fri", "sat", "sun",
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
]  # fmt: skip
TimeOfDay = Literal["morning", "midday", "afternoon", "evening"]


class PersonBody(Body):
    """What people say of themselves, wherever they are asked."""

    age: Annotated[int, Field(ge=13, le=120)] | None = None
    gender: Line40 | None = None
    height: Annotated[float, Field(ge=50, le=275, description="cm")] | None = None
    weight: Annotated[float, Field(ge=20, le=500, description="kg")] | None = None
    fitness_level: Line40 | None = None
    fitness_goal: Line120 | None = None
    goals: Tags | None = None

    def over(self, stored: "Profile", **corrected: Any) -> Self:
        """What is said here, and of the stored profile what is not; `corrected` fields of that
        count as they are given.
        """
        known = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in stored.model_dump(exclude_none=True).items()
            if name in type(self).model_fields
        }
        usual = {**known, **corrected}
        return self.model_copy(
            update={name: value for name, value in usual.items() if getattr(self, name) is None}
        )


class WholePersonBody(PersonBody):
    """All that a profile holds."""

    workout_days: Annotated[list[Weekday], Field(max_length=7)] | None = None
    equipment: Tags | None = None
    injuries: Tags | None = None
    dietary_restrictions: Tags | None = None
    allergies: Tags | None = None
    workout_times: Annotated[list[TimeOfDay], Field(max_length=4)] | None = None
    preferences: Annotated[list[Line120], Field(max_length=30)] | None = None
    languages: Tags | None = None


class ProfileBody(WholePersonBody, Patch):
    """Profile fields; what is left out stays, null clears."""


class VoiceConsentBody(Body):
    """What the member agrees to for talks with the voice agent; what is left out is not."""

    transcript: bool = False
    recording: bool = False


class SettingsBody(Patch):
    """Settings fields; what is left out stays, null sets the default back."""

    notifications: bool | None = None
    timezone: Zone | None = None
    units: Literal["metric", "imperial"] | None = None
    share_progress_with_coach: bool | None = None
    water_goal_ml: Annotated[int, Field(ge=500, le=10_000)] | None = None
    voice_consent: VoiceConsentBody | None = None


class DeviceSettingsBody(SettingsBody):
    """Settings at registration, where an app sends what the device says without being asked. An
    unknown `timezone` counts as not sent: the brand's holds.
    """

    timezone: DeviceZone = None


class RegisterBody(Body):
    """A new member. Empty optional codes count as not given."""

    email: Email
    password: Password
    name: Line120 | None = None
    voucher_code: Annotated[str, Field(max_length=60)] | None = None
    session_id: Annotated[str, Field(max_length=100)] | None = None
    coach_id: Id | None = None
    profile: ProfileBody | None = None
    settings: DeviceSettingsBody | None = None


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

"""What accounts show of themselves."""

from typing import Self

from stvos.accounts.models import Account, Role, SignedInMember
from stvos.clients.models import Client
from stvos.identity.answers import TokenFields, TokensAnswer
from stvos.identity.families import Family
from stvos.models import Answer, Instant, Number, OmittedIfNone
from stvos.pictures import PictureUrl


class UserAnswer(Answer):
    """An account as its sign-in answers show it."""

    id: int
    email: str
    name: str
    role: Role


class BrandingAnswer(Answer):
    """How the brand looks: addresses of its pictures, colours as #rrggbb."""

    logo: PictureUrl | None
    splash_screen: PictureUrl | None
    primary_color: str
    secondary_color: str
    app_url: OmittedIfNone[str] = None
    support_email: OmittedIfNone[str] = None
    font: OmittedIfNone[str] = None


class ClientAnswer(BrandingAnswer):
    """The brand an account belongs to. Its look stands flat and under `branding`, the same."""

    id: int
    name: str
    branding: BrandingAnswer
    enabled_features: list[str]

    @classmethod
    def of(cls, client: Client) -> Self:
        branding = BrandingAnswer.model_validate(client.branding)
        return cls(
            **dict(branding),
            id=client.id,
            name=client.name,
            branding=branding,
            enabled_features=[feature.value for feature in client.enabled_features],
        )


class SignedInAnswer(TokenFields):
    """Both token layouts of the public API: beside the user and below `tokens`."""

    user: UserAnswer
    tokens: TokensAnswer
    client: ClientAnswer

    @classmethod
    def of(cls, signed_in: SignedInMember) -> Self:
        pair = TokensAnswer.of(signed_in.tokens)
        return cls(
            **pair.model_dump(),
            tokens=pair,
            user=UserAnswer.model_validate(signed_in.account),
            client=ClientAnswer.of(signed_in.client),
        )


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
    image: PictureUrl | None


class ProfileAnswer(Answer):
    """Height in cm, weight in kg."""

    age: int | None
    gender: str | None
    height: Number | None
    weight: Number | None
    fitness_level: str | None
    fitness_goal: str | None
    goals: list[str]
    workout_days: list[str]
    equipment: list[str]
    injuries: list[str]
    dietary_restrictions: list[str]
    allergies: list[str]
    workout_times: list[str]
    preferences: list[str]
    languages: list[str]


class VoiceConsentAnswer(Answer):
    """What was agreed to for talks with the voice agent, and when it was last said."""

    transcript: bool
    recording: bool
    given_at: Instant | None


class SettingsAnswer(Answer):
    notifications: bool
    timezone: str
    units: str
    share_progress_with_coach: bool
    water_goal_ml: OmittedIfNone[int] = None
    voice_consent: OmittedIfNone[VoiceConsentAnswer] = None


class MemberAnswer(Answer):
    """A member as the member sees themselves."""

    id: int
    email: str
    name: str
    role: Role
    email_verified: bool
    created_at: Instant
    image_url: OmittedIfNone[str] = None
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


class PartnerNameAnswer(Answer):
    """A partner as others see it."""

    id: int
    name: str
    logo: OmittedIfNone[PictureUrl] = None


class MeAnswer(Answer):
    """The member, the brand they belong to, and the employer who pays, if one does."""

    user: MemberAnswer
    client: ClientAnswer
    partner: OmittedIfNone[PartnerNameAnswer] = None

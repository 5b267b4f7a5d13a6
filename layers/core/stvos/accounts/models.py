"""Accounts as stored."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pydantic import Field

from stvos.clients.models import Client
from stvos.identity.families import Tokens
from stvos.models import Entity


class Role(StrEnum):
    """What an account may be within its client."""

    USER = "user"
    TRAINER = "trainer"


class Profile(Entity):
    """What a member says about themselves. Height in cm, weight in kg."""

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
    workout_times: tuple[str, ...] = ()
    preferences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class VoiceConsent(Entity):
    """What a member agreed to for talks with the voice agent, and when they last said so."""

    transcript: bool = False
    recording: bool = False
    given_at: datetime | None = None


class AccountSettings(Entity):
    """A member's choices. The zone decides which day a log belongs to."""

    notifications: bool = True
    timezone: str = "UTC"
    units: str = "metric"
    share_progress_with_coach: bool = False
    water_goal_ml: int | None = None
    voice_consent: VoiceConsent | None = None


class Account(Entity):
    """A member or trainer of one client.

    `tokens_valid_from`, `kept_family`: see `stvos.identity.families.Person`.
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
    profile: Profile = Field(default_factory=Profile)
    settings: AccountSettings = Field(default_factory=AccountSettings)
    coach_id: int | None = None
    trainer_id: int | None = None
    partner_id: int | None = None
    premium: bool = False
    photo: str | None = None
    upload_until: int = 0
    tokens_valid_from: int = 0
    kept_family: int | None = None
    erased_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SignedInMember:
    """A member who signed in, and their brand."""

    account: Account
    tokens: Tokens
    client: Client

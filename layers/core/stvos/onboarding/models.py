"""Onboarding sessions as stored."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from pydantic import Field

from stvos.models import Entity
from stvos.onboarding.questions import VERSION
from stvos.onboarding.safety import RedFlag, red_flags

LIFETIME = timedelta(hours=72)


class AnswerSource(StrEnum):
    """How an answer was given."""

    VOICE = "voice"
    FORM = "form"


class Given(Entity):
    """An answer to one field. `at`: when it was given, in milliseconds since 1970.

    `confirmed`: whether the newcomer saw or heard it and agreed.
    """

    value: Any
    source: AnswerSource
    confirmed: bool
    at: int


class OnboardingSession(Entity):
    """What one newcomer answered so far. `id` is the secret by which they come back; only its
    hash is stored.

    `changed`: a mark of the last change of answers, consent or coach, the same when a request comes
    again; `account_id`: whose account it became, after which nothing changes it any more.
    """

    id: str = Field(exclude=True)
    questions: int = VERSION
    answers: dict[str, Given] = Field(default_factory=dict)
    transcript: bool = False
    recording: bool = False
    consent_at: datetime | None = None
    coach_id: int | None = None
    changed: str = ""
    room_id: int
    voice_from: datetime | None = None
    voice_until: datetime | None = None
    account_id: int | None = None
    created_at: datetime

    @property
    def expires_at(self) -> datetime:
        return self.created_at + LIFETIME

    @property
    def values(self) -> dict[str, Any]:
        """The answers alone, by their fields."""
        return {field: given.value for field, given in self.answers.items()}

    @property
    def red_flags(self) -> tuple[RedFlag, ...]:
        return red_flags(_texts(self.values))


class CoachingTalk(Entity):
    """A member's talk with the voice coach, under way or the last one."""

    session_id: str
    room_id: int
    voice_from: datetime
    voice_until: datetime


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for inner in value.values():
                yield from _texts(inner)
        case list() | tuple():
            for inner in value:
                yield from _texts(inner)

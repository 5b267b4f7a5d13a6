"""What routes of onboarding take."""

from typing import Annotated, Any

from pydantic import ConfigDict, Field

from stvos.accounts.requests import WholePersonBody
from stvos.models import Body, Email, Id, Line120, Query
from stvos.onboarding.models import AnswerSource
from stvos.patterns import matching
from stvos.zones import Zone

SessionId = Annotated[
    str,
    Field(min_length=1, max_length=100),
    matching(r"^[A-Za-z0-9_-]+$", "letters A to Z, digits, dashes and underscores"),
]
MOST_COACHES = 50


class AnswersBody(WholePersonBody):
    """Answers of a newcomer; what is left out stays as it was. An empty list means "none"."""

    budget: Annotated[float, Field(ge=0, le=100_000, description="a session")] | None = None
    currency: Annotated[str, matching(r"^[A-Z]{3}$", "a code such as EUR")] | None = None
    timezone: Zone | None = None
    name: Line120 | None = None
    email: Email | None = None

    def given(self) -> dict[str, Any]:
        """The fields that were answered, by their stored names."""
        fields = AnswersBody.model_fields.keys()
        return self.model_dump(by_alias=False, exclude_none=True, include=set(fields))


class SaveProfileBody(AnswersBody):
    """Answers in `profile`, or beside `sessionId`; without a `sessionId` a session is made.

    `source`: how they were given. `confirmed`: whether the newcomer agreed to them as they are;
    what they typed themselves is, what was heard is not until it was read back.
    """

    session_id: SessionId | None = None
    profile: AnswersBody | None = None
    source: AnswerSource = AnswerSource.FORM
    confirmed: bool | None = None

    @property
    def answers(self) -> dict[str, Any]:
        return self.given() | (self.profile.given() if self.profile else {})

    @property
    def is_confirmed(self) -> bool:
        return self.source is AnswerSource.FORM if self.confirmed is None else self.confirmed


class SessionQuery(Query):
    session_id: SessionId


class ConsentBody(Body):
    """What the newcomer agrees to, or takes back; what is left out stays as it is."""

    session_id: SessionId
    transcript: bool | None = None
    recording: bool | None = None


class RecommendBody(Body):
    """For whom coaches are looked for: a session, or a profile that is not stored."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"profile": {"fitnessGoal": "Build muscle"}}]}
    )

    session_id: SessionId | None = None
    profile: AnswersBody | None = None
    limit: Annotated[int, Field(ge=0, le=1_000_000, description="at most 50 are answered")] = 5


class RecommendQuery(Query):
    session_id: SessionId
    limit: Annotated[int, Field(ge=1, le=MOST_COACHES)] = 5


class SelectCoachBody(Body):
    session_id: SessionId
    coach_id: Id


class VoiceTokenBody(Body):
    session_id: SessionId | None = None

"""What is asked for when workout plans are made and changed."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from stvos.accounts.requests import PersonBody, Weekday
from stvos.models import Body, Id, Tags
from stvos.paging import CursorQuery
from stvos.plans.vocabulary import Intensity

MAX_WEEKS = 12
_DURATION = re.compile(r"(\d{1,2})[\s-]*(week|month)s?", re.IGNORECASE)
_WEEKS_A_MONTH = 4


def weeks_of(duration: str) -> int:
    """How many weeks `6 weeks` or `1 month` are; 0 for anything else."""
    found = _DURATION.fullmatch(duration)
    if found is None:
        return 0
    return int(found[1]) * (_WEEKS_A_MONTH if found[2].casefold() == "month" else 1)


def _readable(duration: str) -> str:
    if not 1 <= weeks_of(duration) <= MAX_WEEKS:
        raise ValueError(f"must be from 1 to {MAX_WEEKS} weeks, such as '6 weeks'")
    return duration


def _moderate(sent: Any) -> Any:
    """`Moderate` is `medium`."""
    said = sent.strip().casefold() if isinstance(sent, str) else sent
    return Intensity.MEDIUM.value if said == "moderate" else said


Weeks = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=20),
    AfterValidator(_readable),
    Field(examples=["6 weeks"]),
]
Minutes = Annotated[int, Field(ge=15, le=120, description="minutes")]
DaysAWeek = Annotated[int, Field(ge=1, le=7)]


class TraineeBody(PersonBody):
    """Whom the plan is for; no field is required. Without `equipment` it takes none; unknown
    equipment and injuries are refused: what cannot be kept is not promised.
    """

    workout_days: Annotated[list[Weekday], Field(max_length=7)] | None = None
    session_duration: Minutes | None = None
    equipment: Tags | None = None
    injuries: Tags | None = None


class WorkoutPreferencesBody(Body):
    """`daysPerWeek`: among the profile's `workoutDays` where it names any."""

    days_per_week: DaysAWeek | None = None
    intensity: Annotated[Intensity, BeforeValidator(_moderate)] = Intensity.MEDIUM
    duration: Weeks = "6 weeks"
    session_duration: Minutes | None = None
    equipment: Tags | None = None


class WorkoutPlanBody(Body):
    """A profile, over the stored one where there is one, and preferences."""

    user_profile: TraineeBody = Field(default_factory=TraineeBody)
    preferences: WorkoutPreferencesBody = Field(default_factory=WorkoutPreferencesBody)


class SwapBody(Body):
    """Which exercise gives way: its place in the session from 0, and for which it does, where that
    is not left to chance.
    """

    week: Annotated[int, Field(ge=1, le=MAX_WEEKS)]
    day: Annotated[int, Field(ge=1, le=7)]
    exercise_index: Annotated[int, Field(ge=0, le=30)]
    exercise_id: Id | None = None


class HistoryQuery(CursorQuery):
    """Plans are large, so a page has few of them."""

    limit: Annotated[int, Field(ge=1, le=10)] = 5

"""What trainers and members ask of programmes."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import Field

from stvos.clock import day_of
from stvos.errors import FieldError, InvalidInput
from stvos.models import (
    Body,
    Day,
    Id,
    InstantOrDay,
    Line40,
    Line120,
    Patch,
    Text1000,
    Text5000,
    omittable,
)
from stvos.money import Amount, Currency
from stvos.paging import CursorQuery
from stvos.programmes.models import (
    DayKind,
    ProgrammeDay,
    ProgrammeExercise,
    ProgrammeWeek,
    SubscriptionStatus,
)

MAX_WEEKS = 52
# All weeks are stored in one transaction, which takes 4 MB.
MAX_BYTES = 1_000_000
FURTHEST = timedelta(days=365)
"""How far ahead a programme may be begun, and a pause end."""


class ProgrammeExerciseBody(Body):
    """`exerciseId`: one of the exercise library."""

    name: Line120
    exercise_id: Id | None = None
    sets: Annotated[int, Field(ge=1, le=30)] | None = None
    reps: Line40 | None = None
    rest_time: Line40 | None = None
    instructions: Annotated[Text1000, Field(max_length=300)] = ""


class ProgrammeDayBody(Body):
    """`classId` belongs to `class`, exercises to `workout`."""

    day: Annotated[int, Field(ge=1, le=7)]
    title: Line120
    kind: DayKind
    class_id: Id | None = None
    exercises: Annotated[list[ProgrammeExerciseBody], Field(max_length=20)] = Field(
        default_factory=list
    )
    notes: Text1000 = ""


class ProgrammeWeekBody(Body):
    """A day that is not named is for rest."""

    week: Annotated[int, Field(ge=1, le=MAX_WEEKS)]
    days: Annotated[list[ProgrammeDayBody], Field(max_length=7)]


_Weeks = Annotated[list[ProgrammeWeekBody], Field(min_length=1, max_length=MAX_WEEKS)]


class NewProgrammeBody(Body):
    """`weeks`: each from 1 to the last once. `price` has no more digits than its currency."""

    name: Line120
    description: Text5000 = ""
    price: Amount
    currency: Currency
    weeks: _Weeks


class ChangeProgrammeBody(Patch):
    """What is left out stays; `weeks` are all of them."""

    name: Line120 = omittable()
    description: Text5000 = omittable()
    price: Amount = omittable()
    currency: Currency = omittable()
    weeks: _Weeks = omittable()


class SubscribeBody(Body):
    """`startDate`: today in the member's zone unless given, at most a year ahead."""

    start_date: Day | None = None

    def start(self, today: date) -> date:
        """Raises InvalidInput for a date that is over, or too far ahead."""
        start = self.start_date or today
        if start < today:
            raise InvalidInput.at("body.startDate", "must not be over")
        if start > today + FURTHEST:
            raise InvalidInput.at("body.startDate", "must be within a year")
        return start


class PauseBody(Body):
    """`until`: the date on which it goes on, or an instant of it; without it, until resumed."""

    until: InstantOrDay | None = None

    def resumes_on(self, today: date, zone: str) -> date | None:
        """The date in a zone. Raises InvalidInput for one that has come, or is too far ahead."""
        if self.until is None:
            return None
        day = day_of(self.until, zone) if isinstance(self.until, datetime) else self.until
        if day <= today:
            raise InvalidInput.at("body.until", "must be after today")
        if day > today + FURTHEST:
            raise InvalidInput.at("body.until", "must be within a year")
        return day


class CancelBody(Body):
    """`reason`: for the trainer to read."""

    reason: Annotated[Text1000, Field(max_length=500)] = ""


class SubscriptionsQuery(CursorQuery):
    """`upcoming`: active or paused; `past`: cancelled or completed. The newest first."""

    status: SubscriptionStatus | None = None
    when: Literal["upcoming", "past"] | None = None


def weeks_of(bodies: Sequence[ProgrammeWeekBody]) -> tuple[ProgrammeWeek, ...]:
    """The weeks in order. Raises InvalidInput for a week or day that is doubled or missing, what
    belongs to another kind of day, and more than a programme can hold.
    """
    wrong = [*_wrong_weeks(bodies), *_wrong_days(bodies)]
    if wrong:
        raise InvalidInput.of(wrong)
    weeks = sorted((_week(body) for body in bodies), key=lambda week: week.week)
    size = sum(len(json.dumps(week.to_item(), ensure_ascii=False).encode()) for week in weeks)
    if size > MAX_BYTES:
        raise InvalidInput.at("body.weeks", f"must be under {MAX_BYTES:,} bytes together")
    return tuple(weeks)


def class_places(bodies: Sequence[ProgrammeWeekBody]) -> dict[str, int]:
    """The classes that are named, by the path of each."""
    return {
        f"body.weeks[{w}].days[{d}].classId": day.class_id
        for w, week in enumerate(bodies)
        for d, day in enumerate(week.days)
        if day.class_id is not None
    }


def _wrong_weeks(bodies: Sequence[ProgrammeWeekBody]) -> list[FieldError]:
    wrong = []
    for at, week in enumerate(bodies):
        path = f"body.weeks[{at}].week"
        if week.week > len(bodies):
            wrong.append(FieldError(path, "must be one of the weeks from 1 to the last"))
        elif any(other.week == week.week for other in bodies[:at]):
            wrong.append(FieldError(path, "is there already"))
    return wrong


def _wrong_days(bodies: Sequence[ProgrammeWeekBody]) -> list[FieldError]:
    wrong = []
    for w, week in enumerate(bodies):
        for d, day in enumerate(week.days):
            path = f"body.weeks[{w}].days[{d}]"
            if any(other.day == day.day for other in week.days[:d]):
                wrong.append(FieldError(f"{path}.day", "is there already"))
            if day.kind is DayKind.CLASS and day.class_id is None:
                wrong.append(FieldError(f"{path}.classId", "is required for a class"))
            if day.kind is not DayKind.CLASS and day.class_id is not None:
                wrong.append(FieldError(f"{path}.classId", "belongs to the kind class"))
            if day.kind is not DayKind.WORKOUT and day.exercises:
                wrong.append(FieldError(f"{path}.exercises", "belong to the kind workout"))
    return wrong


def _week(body: ProgrammeWeekBody) -> ProgrammeWeek:
    days = [
        ProgrammeDay(
            day=day.day,
            title=day.title,
            kind=day.kind,
            class_id=day.class_id,
            exercises=tuple(
                ProgrammeExercise.model_validate(exercise.model_dump(by_alias=False))
                for exercise in day.exercises
            ),
            notes=day.notes,
        )
        for day in sorted(body.days, key=lambda day: day.day)
    ]
    return ProgrammeWeek(week=body.week, days=tuple(days))

"""What a member sends to log something, and asks of what was logged."""

from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, model_validator

from stvos.models import Body, Day, Id, Line40, Line120, Text1000
from stvos.numeric import read_number
from stvos.paging import CursorQuery
from stvos.progress_logs.calendar_days import GroupBy
from stvos.progress_logs.entries import EntryKind


def _hundredths(number: float) -> float:
    # Two places, so that a day's decimal sums are exact and a deletion leaves nothing behind.
    return round(number, 2)


Energy = Annotated[float, Field(ge=0, le=20_000, description="kcal"), AfterValidator(_hundredths)]
Grams = Annotated[float, Field(ge=0, le=5_000, description="g"), AfterValidator(_hundredths)]
Milligrams = Annotated[
    float, Field(ge=0, le=100_000, description="mg"), AfterValidator(_hundredths)
]
Load = Annotated[float, Field(ge=0, le=1_000, description="kg"), AfterValidator(_hundredths)]
BodyWeight = Annotated[float, Field(ge=20, le=500, description="kg"), AfterValidator(_hundredths)]
Girth = Annotated[float, Field(ge=10, le=300, description="cm"), AfterValidator(_hundredths)]
Percent = Annotated[float, Field(ge=1, le=80), AfterValidator(_hundredths)]


class LogBody(Body):
    """`date`: the day it counts for; today in the member's zone unless given."""

    date: Day | None = None


class SetBody(Body):
    reps: Annotated[int, Field(ge=0, le=1_000)]
    weight_kg: Load | None = None


def _number_of_sets(sent: Any) -> int | None:
    """Sets by their number, also as `3.0` and `"3"`; None for anything else."""
    number = read_number(str(sent).strip()) if isinstance(sent, int | float | str) else None
    return number if isinstance(number, int) and 0 <= number <= 30 else None


class ExerciseBody(Body):
    """`sets`: each by itself; or their number, with `reps` and `weightKg` of each beside it."""

    name: Line120
    sets: Annotated[list[SetBody], Field(max_length=30)] = Field(default_factory=list)
    reps: Annotated[int, Field(ge=0, le=1_000)] | None = None
    weight_kg: Load | None = None

    @model_validator(mode="before")
    @classmethod
    def _each_set(cls, sent: Any) -> Any:
        number = _number_of_sets(sent.get("sets")) if isinstance(sent, dict) else None
        if number is None:
            return sent
        one = {name: sent[name] for name in ("reps", "weightKg") if sent.get(name) is not None}
        return sent | {"sets": [{"reps": 0, **one}] * number}


class WorkoutBody(LogBody):
    """`planId`, `week` and `day` say which part of a plan it was."""

    name: Line120
    duration_minutes: Annotated[int, Field(ge=1, le=1_440)]
    calories_burned: Energy | None = None
    plan_id: Id | None = None
    week: Annotated[int, Field(ge=1, le=104)] | None = None
    day: Annotated[int, Field(ge=1, le=7)] | None = None
    exercises: Annotated[list[ExerciseBody], Field(max_length=40)] = Field(default_factory=list)
    notes: Text1000 | None = None


class NutritionBody(LogBody):
    """Energy in kcal, sodium in mg, the rest in g; what is not known counts as none. `scanId`: the
    food scan it came from.
    """

    meal_type: Line40
    name: Line120
    calories: Energy
    protein: Grams = 0
    carbs: Grams = 0
    fat: Grams = 0
    fiber: Grams | None = None
    sugar: Grams | None = None
    sodium: Milligrams | None = None
    quantity_g: Grams | None = None
    scan_id: Id | None = None


class WaterBody(LogBody):
    amount_ml: Annotated[int, Field(ge=1, le=10_000)]


class MeasurementBody(LogBody):
    """At least one value."""

    weight_kg: BodyWeight | None = None
    body_fat_percent: Percent | None = None
    muscle_mass_kg: Annotated[Load, Field(ge=5, le=300)] | None = None
    neck_cm: Girth | None = None
    chest_cm: Girth | None = None
    waist_cm: Girth | None = None
    hips_cm: Girth | None = None
    arm_cm: Girth | None = None
    thigh_cm: Girth | None = None
    resting_heart_rate: Annotated[int, Field(ge=20, le=250)] | None = None
    notes: Text1000 | None = None

    @model_validator(mode="after")
    def _measures_something(self) -> Self:
        if not self.model_dump(exclude={"date", "notes"}, exclude_none=True):
            raise ValueError("needs at least one value")
        return self


class ProgressQuery(CursorQuery):
    """`from` and `to` are included. With `kind` come its entries, latest day first, by cursor."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    kind: EntryKind | None = None
    group_by: GroupBy = GroupBy.DAY

"""What a member gets to see of their logs, a chart of them, and the summary."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from stvos.models import Answer, Day, Instant, Maybe
from stvos.paging import CursorPage, CursorQuery
from stvos.progress_logs.calendar_days import GroupBy
from stvos.progress_logs.entries import Entry, EntryKind


class SetAnswer(Answer):
    reps: int
    weight_kg: Maybe[float] = None


class LoggedExerciseAnswer(Answer):
    name: str
    sets: list[SetAnswer]


class _EntryAnswer(Answer):
    id: int
    date: date
    created_at: Instant


class WorkoutAnswer(_EntryAnswer):
    kind: Literal[EntryKind.WORKOUT] = EntryKind.WORKOUT
    name: str
    duration_minutes: int
    calories_burned: Maybe[float] = None
    plan_id: Maybe[int] = None
    week: Maybe[int] = None
    day: Maybe[int] = None
    exercises: list[LoggedExerciseAnswer]
    notes: Maybe[str] = None


class MealAnswer(_EntryAnswer):
    """Energy in kcal, sodium in mg, the rest in g."""

    kind: Literal[EntryKind.NUTRITION] = EntryKind.NUTRITION
    meal_type: str
    name: str
    calories: float
    protein: float
    carbs: float
    fat: float
    fiber: Maybe[float] = None
    sugar: Maybe[float] = None
    sodium: Maybe[float] = None
    quantity_g: Maybe[float] = None
    scan_id: Maybe[int] = None


class DrinkAnswer(_EntryAnswer):
    kind: Literal[EntryKind.WATER] = EntryKind.WATER
    amount_ml: int


class MeasurementAnswer(_EntryAnswer):
    kind: Literal[EntryKind.MEASUREMENT] = EntryKind.MEASUREMENT
    weight_kg: Maybe[float] = None
    body_fat_percent: Maybe[float] = None
    muscle_mass_kg: Maybe[float] = None
    neck_cm: Maybe[float] = None
    chest_cm: Maybe[float] = None
    waist_cm: Maybe[float] = None
    hips_cm: Maybe[float] = None
    arm_cm: Maybe[float] = None
    thigh_cm: Maybe[float] = None
    resting_heart_rate: Maybe[int] = None
    notes: Maybe[str] = None


EntryAnswer = Annotated[
    WorkoutAnswer | MealAnswer | DrinkAnswer | MeasurementAnswer, Field(discriminator="kind")
]
_ANSWERS: dict[EntryKind, type[WorkoutAnswer | MealAnswer | DrinkAnswer | MeasurementAnswer]] = {
    EntryKind.WORKOUT: WorkoutAnswer,
    EntryKind.NUTRITION: MealAnswer,
    EntryKind.WATER: DrinkAnswer,
    EntryKind.MEASUREMENT: MeasurementAnswer,
}


def answer_of(entry: Entry) -> WorkoutAnswer | MealAnswer | DrinkAnswer | MeasurementAnswer:
    """An entry as its member sees it."""
    return _ANSWERS[entry.kind].model_validate(entry)


# ---------------------------------------------------------------- after logging


class WorkoutLogged(Answer):
    entry: WorkoutAnswer


class MeasurementLogged(Answer):
    entry: MeasurementAnswer


class Totals(Answer):
    """What a day's meals add up to."""

    calories: float
    protein: float
    carbs: float
    fat: float
    fiber: float
    sugar: float
    sodium: float


class MealDay(Answer):
    totals: Totals


class MealLogged(Answer):
    entry: MealAnswer
    day: MealDay


class WaterDay(Answer):
    logged_ml: int
    goal_ml: int


class WaterLogged(Answer):
    entry: DrinkAnswer
    day: WaterDay


# ---------------------------------------------------------------- charts


class ProgressQuery(CursorQuery):
    """`from` and `to` are included. With `kind` come its entries, latest day first, by cursor."""

    first: Annotated[Day | None, Field(alias="from")] = None
    last: Annotated[Day | None, Field(alias="to")] = None
    kind: EntryKind | None = None
    group_by: GroupBy = GroupBy.DAY


class SeriesPoint(Answer):
    """One bucket, by its first day. `weightKg`: the last one measured in it."""

    date: date
    workouts: int = 0
    workout_minutes: int = 0
    calories: float = 0
    protein: float = 0
    carbs: float = 0
    fat: float = 0
    water_ml: int = 0
    weight_kg: float | None = None
    watched_minutes: int = 0


class ProgressAnswer(CursorPage):
    series: list[SeriesPoint]
    entries: Maybe[list[EntryAnswer]] = None


# ---------------------------------------------------------------- summary


class WeekAnswer(Answer):
    """The ISO week that today is in."""

    first: Annotated[date, Field(alias="from")]
    last: Annotated[date, Field(alias="to")]
    active_days: int
    workouts: int
    workout_minutes: int
    calories: float
    water_ml: int
    watched_minutes: int


class AllTimeAnswer(Answer):
    """Everything since the first entry."""

    active_days: int
    entries: int
    workouts: int
    workout_minutes: int
    calories_burned: float
    meals: int
    water_ml: int
    watched_minutes: int


class GoalsAnswer(Answer):
    """What the member set out to do, and how far they are today and this week."""

    fitness_goal: str | None
    water_ml: int
    water_today_ml: int
    workouts_a_week: int | None
    workouts_this_week: int


class SummaryAnswer(Answer):
    streak_days: int
    best_streak_days: int
    this_week: WeekAnswer
    totals: AllTimeAnswer
    goals: GoalsAnswer

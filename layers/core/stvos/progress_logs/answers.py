"""What a member gets to see of their logs, a chart of them, and the summary."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field

from stvos.models import Answer, Instant, Number, OmittedIfNone
from stvos.paging import CursorPage
from stvos.progress_logs.entries import Day, Entry, EntryKind, Meal


class SetAnswer(Answer):
    reps: int
    weight_kg: OmittedIfNone[Number] = None


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
    calories_burned: OmittedIfNone[Number] = None
    plan_id: OmittedIfNone[int] = None
    week: OmittedIfNone[int] = None
    day: OmittedIfNone[int] = None
    exercises: list[LoggedExerciseAnswer]
    notes: OmittedIfNone[str] = None


class MealAnswer(_EntryAnswer):
    """Energy in kcal, sodium in mg, the rest in g."""

    kind: Literal[EntryKind.NUTRITION] = EntryKind.NUTRITION
    meal_type: str
    name: str
    calories: Number
    protein: Number
    carbs: Number
    fat: Number
    fiber: OmittedIfNone[Number] = None
    sugar: OmittedIfNone[Number] = None
    sodium: OmittedIfNone[Number] = None
    quantity_g: OmittedIfNone[Number] = None
    scan_id: OmittedIfNone[int] = None


class DrinkAnswer(_EntryAnswer):
    kind: Literal[EntryKind.WATER] = EntryKind.WATER
    amount_ml: int


class MeasurementAnswer(_EntryAnswer):
    kind: Literal[EntryKind.MEASUREMENT] = EntryKind.MEASUREMENT
    weight_kg: OmittedIfNone[Number] = None
    body_fat_percent: OmittedIfNone[Number] = None
    muscle_mass_kg: OmittedIfNone[Number] = None
    neck_cm: OmittedIfNone[Number] = None
    chest_cm: OmittedIfNone[Number] = None
    waist_cm: OmittedIfNone[Number] = None
    hips_cm: OmittedIfNone[Number] = None
    arm_cm: OmittedIfNone[Number] = None
    thigh_cm: OmittedIfNone[Number] = None
    resting_heart_rate: OmittedIfNone[int] = None
    notes: OmittedIfNone[str] = None


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

    calories: Number
    protein: Number
    carbs: Number
    fat: Number
    fiber: Number
    sugar: Number
    sodium: Number


class MealDay(Answer):
    totals: Totals


class MealLogged(Answer):
    entry: MealAnswer
    day: MealDay

    @classmethod
    def of(cls, meal: Meal, day: Day) -> Self:
        """The entry, and the totals of its day."""
        return cls(
            entry=MealAnswer.model_validate(meal), day=MealDay(totals=Totals.model_validate(day))
        )


class WaterDay(Answer):
    logged_ml: int
    goal_ml: int


class WaterLogged(Answer):
    entry: DrinkAnswer
    day: WaterDay


# ---------------------------------------------------------------- charts


class SeriesPoint(Answer):
    """One bucket, by its first day. `weightKg`: the last one measured in it."""

    date: date
    workouts: int = 0
    workout_minutes: int = 0
    calories: Number = 0
    protein: Number = 0
    carbs: Number = 0
    fat: Number = 0
    water_ml: int = 0
    weight_kg: Number | None = None
    watched_minutes: int = 0


class ProgressAnswer(CursorPage):
    series: list[SeriesPoint]
    entries: OmittedIfNone[list[EntryAnswer]] = None


# ---------------------------------------------------------------- summary


class WeekAnswer(Answer):
    """The ISO week that today is in."""

    first_day: Annotated[date, Field(alias="from")]
    last_day: Annotated[date, Field(alias="to")]
    active_days: int
    workouts: int
    workout_minutes: int
    calories: Number
    water_ml: int
    watched_minutes: int


class AllTimeAnswer(Answer):
    """Everything since the first entry."""

    active_days: int
    entries: int
    workouts: int
    workout_minutes: int
    calories_burned: Number
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

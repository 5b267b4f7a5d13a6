"""What a member logs, as stored: the entries, and what they add up to for a day and a year."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar, Self

from stvos.models import Entity
from stvos.partners.attribution import Attribution

_WEIGHT = "weight_"
# What a year keeps beside the days that were active.
_OF_A_YEAR = ("logs", "workouts", "workout_minutes", "calories_burned", "meals", "water_ml")


class EntryKind(StrEnum):
    """What can be logged."""

    WORKOUT = "workout"
    NUTRITION = "nutrition"
    WATER = "water"
    MEASUREMENT = "measurement"


class Entry(Entity):
    """Something logged for one day. The day is the member's own when it was logged, and stays.

    `partner`: for whose use it counts, by the moment it was made.
    """

    kind: ClassVar[EntryKind]

    id: int
    date: date
    created_at: datetime
    partner: Attribution | None = None

    def amounts(self) -> dict[str, float]:
        """What this adds to its day."""
        return {}


class ExerciseSet(Entity):
    reps: int
    weight_kg: float | None = None


class LoggedExercise(Entity):
    name: str
    sets: tuple[ExerciseSet, ...] = ()


class Workout(Entry):
    kind = EntryKind.WORKOUT

    name: str
    duration_minutes: int
    calories_burned: float | None = None
    plan_id: int | None = None
    week: int | None = None
    day: int | None = None
    exercises: tuple[LoggedExercise, ...] = ()
    notes: str | None = None

    def amounts(self) -> dict[str, float]:
        return {
            "workouts": 1,
            "workout_minutes": self.duration_minutes,
            "calories_burned": self.calories_burned or 0,
        }


class Meal(Entry):
    """Energy in kcal, sodium in mg, the rest in g."""

    kind = EntryKind.NUTRITION

    meal_type: str
    name: str
    calories: float
    protein: float
    carbs: float
    fat: float
    fiber: float | None = None
    sugar: float | None = None
    sodium: float | None = None
    quantity_g: float | None = None
    scan_id: int | None = None

    def amounts(self) -> dict[str, float]:
        return {
            "meals": 1,
            "calories": self.calories,
            "protein": self.protein,
            "carbs": self.carbs,
            "fat": self.fat,
            "fiber": self.fiber or 0,
            "sugar": self.sugar or 0,
            "sodium": self.sodium or 0,
        }


class Drink(Entry):
    kind = EntryKind.WATER

    amount_ml: int

    def amounts(self) -> dict[str, float]:
        return {"water_ml": self.amount_ml}


class Measurement(Entry):
    kind = EntryKind.MEASUREMENT

    weight_kg: float | None = None
    body_fat_percent: float | None = None
    muscle_mass_kg: float | None = None
    neck_cm: float | None = None
    chest_cm: float | None = None
    waist_cm: float | None = None
    hips_cm: float | None = None
    arm_cm: float | None = None
    thigh_cm: float | None = None
    resting_heart_rate: int | None = None
    notes: str | None = None


ENTRIES: dict[EntryKind, type[Entry]] = {
    entry.kind: entry for entry in (Workout, Meal, Drink, Measurement)
}


class Day(Entity):
    """A day's sums, moved in the same transaction as its entries, and its last weight."""

    date: date
    logs: int = 0
    workouts: int = 0
    workout_minutes: int = 0
    calories_burned: float = 0
    meals: int = 0
    calories: float = 0
    protein: float = 0
    carbs: float = 0
    fat: float = 0
    fiber: float = 0
    sugar: float = 0
    sodium: float = 0
    water_ml: int = 0
    weight_kg: float | None = None

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Self:
        # Padded ids: the last name is the latest weight.
        weights = sorted(name for name in item if name.startswith(_WEIGHT))
        last = item[weights[-1]] if weights else None
        return cls.model_validate({**item, "weight_kg": last})


class Year(Entity):
    """A year's sums, and its days with at least one entry."""

    active: frozenset[date]
    logs: int = 0
    workouts: int = 0
    workout_minutes: int = 0
    calories_burned: float = 0
    meals: int = 0
    water_ml: int = 0

    @classmethod
    def of_item(cls, item: Mapping[str, Any]) -> Self:
        year = item["year"]
        active = {
            date(year, int(name[2:4]), int(name[4:6]))
            for name, logs in item.items()
            if name.startswith("on") and logs > 0
        }
        return cls.model_validate({**item, "active": active})


def day_changes(entry: Entry, sign: int) -> dict[str, float]:
    """What an entry that comes (1) or goes (-1) adds to its day."""
    amounts = {"logs": 1} | entry.amounts()
    return {name: sign * amount for name, amount in amounts.items() if amount}


def year_changes(entry: Entry, sign: int) -> dict[str, float]:
    """What it adds to its year: there, each day counts its entries in an attribute of its own."""
    changes = day_changes(entry, sign)
    kept = {name: changes[name] for name in _OF_A_YEAR if name in changes}
    return kept | {f"on{entry.date:%m%d}": sign}


def weight_of(entry: Entry) -> dict[str, float]:
    """The attribute in which a day keeps this entry's weight. One for each entry, so that a
    deletion brings the weight before it back.
    """
    if isinstance(entry, Measurement) and entry.weight_kg is not None:
        return {f"{_WEIGHT}{entry.id:016d}": entry.weight_kg}
    return {}

"""What is asked for when a nutrition plan is made."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints, model_validator

from stvos.accounts.requests import PersonBody
from stvos.errors import InvalidInput
from stvos.models import Body, Day, Line40, Query, Tags
from stvos.nutrition.vocabulary import MealType

MAX_DAYS = 14
MAX_SHOPPING_DAYS = 31
_DURATION = re.compile(r"(\d{1,2})\s*(day|week)s?", re.IGNORECASE)
_WEEK = 7


def days_of(duration: str) -> int:
    """How many days `7 days` or `1 week` are; 0 for anything else."""
    found = _DURATION.fullmatch(duration)
    return int(found[1]) * (_WEEK if found[2].casefold() == "week" else 1) if found else 0


def _readable(duration: str) -> str:
    if not 1 <= days_of(duration) <= MAX_DAYS:
        raise ValueError(f"must be from 1 to {MAX_DAYS} days, such as '7 days' or '1 week'")
    return duration


def _singular(sent: Any) -> Any:
    """`Snacks` is `snack`."""
    return sent.strip().casefold().removesuffix("s") if isinstance(sent, str) else sent


Duration = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=20),
    AfterValidator(_readable),
    Field(examples=["7 days", "1 week"]),
]
Meals = Annotated[
    list[Annotated[MealType, BeforeValidator(_singular)]], Field(min_length=1, max_length=6)
]


class EaterBody(PersonBody):
    """Whom the plan is for; no field is required. Unknown diets, allergens and foods are refused:
    what cannot be kept is not promised.
    """

    workout_days: Annotated[list[Line40], Field(max_length=7)] | None = None
    injuries: Tags | None = None
    dietary_restrictions: Tags | None = None
    allergies: Tags | None = None


class NutritionPreferencesBody(Body):
    """`mealTypes`: the meals of a day, in their order; only a snack may come more than once."""

    meal_types: Meals | None = None
    duration: Duration = "7 days"
    target_calories: Annotated[float, Field(ge=1_200, le=5_000, description="kcal")] | None = None

    @model_validator(mode="after")
    def _one_of_each_meal(self) -> Self:
        meals = [meal for meal in self.meal_types or () if meal is not MealType.SNACK]
        if len(set(meals)) < len(meals):
            raise ValueError("mealTypes may repeat only a snack")
        return self


class NutritionPlanBody(Body):
    """A profile, over the stored one where there is one, and request."""

    user_profile: EaterBody = Field(default_factory=EaterBody)
    preferences: NutritionPreferencesBody = Field(default_factory=NutritionPreferencesBody)


class ShoppingQuery(Query):
    """Dates of the member's zone: a week from today, or from the plan's start, unless given."""

    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None

    def span(self, usual: date) -> tuple[date, date]:
        """The first and the last date; raises InvalidInput when they are inverted or far apart."""
        first = self.from_ or (min(usual, self.to) if self.to else usual)
        last = self.to or first + timedelta(days=_WEEK - 1)
        if last < first:
            raise InvalidInput.at("query.to", "must not be before from")
        if (last - first).days >= MAX_SHOPPING_DAYS:
            raise InvalidInput.at("query.to", f"must be within {MAX_SHOPPING_DAYS} days")
        return first, last

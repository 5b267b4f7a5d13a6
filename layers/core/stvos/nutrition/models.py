"""A nutrition plan as it is made and stored.

It holds what a member eats, in grams and numbers, so that it stays as it is when the table or the
library changes; how a dish is cooked is read from the library.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Self

from stvos.ai.suggestions import GeneratedBy
from stvos.models import Entity
from stvos.nutrition.vocabulary import MealType
from stvos.saved_plans.models import Saved

if TYPE_CHECKING:
    from stvos.nutrition.planner import ChosenDay, ChosenMeal
    from stvos.nutrition.targets import Targets


class MealIngredient(Entity):
    food_id: int
    name: str
    category: str
    grams: float


class PlanMeal(Entity):
    """A dish in a member's portion: kcal and grams, rounded as they are shown."""

    meal_type: MealType
    dish_id: int
    name: str
    calories: int
    protein: float
    carbs: float
    fat: float
    ingredients: tuple[MealIngredient, ...]

    @classmethod
    def of(cls, planned: "ChosenMeal") -> Self:
        portioned = planned.portioned
        held = portioned.nutrition
        return cls(
            meal_type=planned.meal_type,
            dish_id=portioned.dish.id,
            name=portioned.dish.name,
            calories=round(held.calories),
            protein=round(held.protein, 1),
            carbs=round(held.carbs, 1),
            fat=round(held.fat, 1),
            ingredients=tuple(
                MealIngredient(
                    food_id=one.food.id,
                    name=one.food.name,
                    category=one.food.category.value,
                    grams=one.grams,
                )
                for one in portioned.ingredients
            ),
        )


class DayOfMeals(Entity):
    """One day of a plan, from 1. The sums are of the exact values, rounded once."""

    day: int
    meals: tuple[PlanMeal, ...]
    calories: int
    protein: float
    carbs: float
    fat: float

    @classmethod
    def of(cls, planned: "ChosenDay") -> Self:
        held = planned.totals
        return cls(
            day=planned.day,
            meals=tuple(PlanMeal.of(meal) for meal in planned.meals),
            calories=round(held.calories),
            protein=round(held.protein, 1),
            carbs=round(held.carbs, 1),
            fat=round(held.fat, 1),
        )


class NutritionPlan(Entity):
    """Days of meals, and what each aims for."""

    title: str
    generated_by: GeneratedBy = "planner"
    target_calories: int
    protein: int
    carbs: int
    fat: int
    days: tuple[DayOfMeals, ...]

    @classmethod
    def of(
        cls,
        days: "Sequence[ChosenDay]",
        targets: "Targets",
        generated_by: GeneratedBy = "planner",
    ) -> Self:
        length = len(days)
        return cls(
            title=f"{length} {'day' if length == 1 else 'days'} at {targets.calories:.0f} kcal",
            generated_by=generated_by,
            target_calories=round(targets.calories),
            protein=round(targets.protein),
            carbs=round(targets.carbs),
            fat=round(targets.fat),
            days=tuple(DayOfMeals.of(day) for day in days),
        )


class SavedPlan(Saved):
    """A version of a member's plan. Its days come again and again from `starts_on` on."""

    plan: NutritionPlan

    @property
    def days(self) -> None:
        return None

    def on(self, day: date) -> DayOfMeals:
        """What is eaten on a date from the plan's start on."""
        return self.plan.days[(day - self.starts_on).days % len(self.plan.days)]

"""What a member eats on a date, without what plans are made by."""

from datetime import date

from stvos.nutrition.models import DayOfMeals, SavedPlan
from stvos.nutrition.repository import NutritionPlanRepository
from stvos.saved_plans.models import version_on


def meals_on(repository: NutritionPlanRepository, day: date) -> DayOfMeals | None:
    """What the present plan has for a date; None without a plan."""
    stored = repository.present()
    return meals_of(repository, stored.saved, day) if stored else None


def meals_of(repository: NutritionPlanRepository, saved: SavedPlan, day: date) -> DayOfMeals | None:
    """What a version, or before its start the one before, has for a date."""
    held = version_on(saved, day, repository.find)
    return held.on(day) if held else None

"""The shopping list: what the meals of some days take together."""

from collections.abc import Iterable
from dataclasses import dataclass

from stvos.foods.vocabulary import FoodCategory
from stvos.nutrition.models import DayOfMeals


@dataclass(frozen=True, slots=True)
class ShoppingItem:
    food_id: int
    name: str
    category: str
    grams: float


def shopping_list(days: Iterable[DayOfMeals]) -> list[ShoppingItem]:
    """Each food once with all its grams, in the order of the categories, then by name."""
    grams: dict[int, float] = {}
    foods: dict[int, tuple[str, str]] = {}
    for day in days:
        for meal in day.meals:
            for one in meal.ingredients:
                grams[one.food_id] = grams.get(one.food_id, 0) + one.grams
                foods[one.food_id] = (one.name, one.category)
    items = [ShoppingItem(food, *foods[food], grams=amount) for food, amount in grams.items()]
    categories = [category.value for category in FoodCategory]
    return sorted(items, key=lambda item: (categories.index(item.category), item.name.casefold()))

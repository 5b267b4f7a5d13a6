"""The dish library: written for this project, in grams of foods of the table.

What a dish holds and contains is worked out from its ingredients, never written beside it.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

from stvos.foods.models import Food
from stvos.foods.table import require_food
from stvos.foods.vocabulary import Allergen, Trait
from stvos.nutrition.vocabulary import MealType

_FILE = Path(__file__).parent / "library" / "dishes.json"


@dataclass(frozen=True, slots=True)
class Ingredient:
    """So many grams of a food, as they are bought: rice dry, meat raw unless its name says more."""

    food: Food
    grams: float


@dataclass(frozen=True, slots=True, eq=False)
class Dish:
    """A recipe for one. Its id is public: it neither changes nor comes back for another."""

    id: int
    name: str
    meals: frozenset[MealType]
    ingredients: tuple[Ingredient, ...]
    instructions: str
    contains: frozenset[Allergen | Trait]

    @classmethod
    def of_record(cls, record: dict[str, Any]) -> Self:
        ingredients = tuple(
            Ingredient(require_food(food), grams) for food, grams in record["ingredients"]
        )
        return cls(
            id=record["id"],
            name=record["name"],
            meals=frozenset(map(MealType, record["meals"])),
            ingredients=ingredients,
            instructions=record["instructions"],
            contains=frozenset().union(*(one.food.contains or () for one in ingredients)),
        )

    def has_food(self, food_ids: frozenset[int]) -> bool:
        return any(one.food.id in food_ids for one in self.ingredients)


@lru_cache(maxsize=1)
def dishes() -> dict[int, Dish]:
    """Every dish by its id."""
    records = json.loads(_FILE.read_bytes())
    return {record["id"]: Dish.of_record(record) for record in records}

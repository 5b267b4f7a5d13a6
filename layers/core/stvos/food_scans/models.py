"""A food scan as it is stored: what was seen, how much of it, and what 100 g of it hold.

Everything else is worked out: portions from grams, sums from portions.
"""

from datetime import date, datetime
from typing import Literal, Self

from stvos.foods.models import Food
from stvos.foods.nutrients import Per100g, PerPortion, total
from stvos.models import Entity

Source = Literal["foods", "model"]
"""Where the values for 100 g are from: our own table, or the model that saw the picture."""


class StoredNutrients(Entity):
    """What 100 g hold, exact."""

    calories: float
    protein: float
    carbs: float
    fat: float
    fiber: float = 0.0
    sugar: float = 0.0
    sodium: float = 0.0
    cholesterol: float = 0.0
    alcohol: float = 0.0

    @classmethod
    def of(cls, values: Per100g) -> Self:
        return cls(**dict(zip(cls.model_fields, values.values(), strict=True)))


class ScannedFood(Entity):
    """One food of a scan. `id` counts within the scan; `food_id` is of the food table."""

    id: int
    name: str
    grams: float
    portion: str
    confidence: float | None = None
    source: Source
    food_id: int | None = None
    stored_per_100g: StoredNutrients
    alternatives: tuple[str, ...] = ()

    @property
    def per_100g(self) -> Per100g:
        return Per100g(**self.stored_per_100g.model_dump())

    @property
    def per_portion(self) -> PerPortion:
        return self.per_100g.portion(self.grams)

    def as_food(self, food: Food) -> "ScannedFood":
        """The same amount of a food of the table, whose values go before any other's."""
        return self.model_copy(
            update={
                "source": "foods",
                "food_id": food.id,
                "stored_per_100g": StoredNutrients.of(food.per_100g),
            }
        )


class FoodScan(Entity):
    """A scan of one member. `foods_seen`: how many ids it has given out.

    `photo`: an object key, until `photo_until`, when the client's retention ends. `logged_on`: the
    day for which it was logged.
    """

    id: int
    is_food: bool
    foods: tuple[ScannedFood, ...] = ()
    foods_seen: int = 0
    confidence: float | None = None
    photo: str | None = None
    photo_until: datetime | None = None
    logged_on: date | None = None
    version: int = 1
    created_at: datetime

    @property
    def totals(self) -> PerPortion:
        return total([food.per_portion for food in self.foods])

    @property
    def grams(self) -> float:
        return sum(food.grams for food in self.foods)

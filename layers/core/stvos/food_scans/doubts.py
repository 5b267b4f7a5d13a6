"""What is doubtful about a food's numbers: said beside them, never mended in silence."""

from collections.abc import Iterable

from stvos.food_scans.models import ScannedFood

MOST_DIFFERENCE = 0.15
# What a cup of tea may be off by.
_TRIFLE_KCAL = 5


def warnings_of(foods: Iterable[ScannedFood]) -> list[str]:
    """A sentence for each food whose energy is not that of its parts (4/4/9, alcohol 7)."""
    return [
        f"{food.name}: {food.per_100g.calories:.0f} kcal in 100 g do not agree with its protein, "
        f"carbohydrates and fat, which give {food.per_100g.energy_of_parts:.0f} kcal."
        for food in foods
        if _differs(food)
    ]


def _differs(food: ScannedFood) -> bool:
    said, parts = food.per_100g.calories, food.per_100g.energy_of_parts
    return abs(said - parts) > max(MOST_DIFFERENCE * max(said, parts), _TRIFLE_KCAL)

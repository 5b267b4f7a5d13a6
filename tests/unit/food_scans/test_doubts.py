"""Energy that is not that of its parts is said, and never mended."""

import pytest

from stvos.food_scans.doubts import warnings_of
from stvos.food_scans.models import ScannedFood, StoredNutrients


def food(calories: float, alcohol: float = 0) -> ScannedFood:
    held = StoredNutrients(calories=calories, protein=10, carbs=10, fat=10, alcohol=alcohol)
    return ScannedFood(
        id=1, name="Stew", grams=100, portion="100 g", source="model", stored_per_100g=held
    )


@pytest.mark.parametrize("calories", [170, 150, 195])
def test_what_agrees_within_fifteen_percent_is_not_doubted(calories: float) -> None:
    assert warnings_of([food(calories)]) == []


@pytest.mark.parametrize("calories", [100, 300])
def test_what_does_not_is_said_and_stays(calories: float) -> None:
    doubtful = food(calories)

    (warning,) = warnings_of([doubtful])

    assert warning.startswith(f"Stew: {calories:.0f} kcal in 100 g")
    assert "170 kcal" in warning
    assert doubtful.per_portion.calories == calories


def test_alcohol_counts_seven() -> None:
    assert warnings_of([food(170 + 70, alcohol=10)]) == []
    assert warnings_of([food(170, alcohol=10)])

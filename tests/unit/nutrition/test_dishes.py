"""The dish library keeps what plans promise."""

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from stvos.foods.nutrients import total
from stvos.nutrition import dishes as library
from stvos.nutrition.dishes import Dish, dishes
from stvos.nutrition.restrictions import Restrictions
from stvos.nutrition.vocabulary import Diet, MealType

DISHES = list(dishes().values())


def calories(dish: Dish) -> float:
    return total([one.food.per_100g.portion(one.grams) for one in dish.ingredients]).calories


def test_the_library_holds_at_least_120_dishes_and_all_that_are_written() -> None:
    assert len(DISHES) >= 120
    assert len(DISHES) == len(json.loads(library._FILE.read_text("utf-8")))


def test_no_released_id_was_removed_or_given_to_another_dish() -> None:
    lines = (Path(__file__).parent / "ids.txt").read_text("utf-8").splitlines()
    released = dict(line.split(" ", 1) for line in lines)

    assert len(released) >= 157
    assert {str(dish.id): dish.name for dish in DISHES} == released, "record new ids in ids.txt"


@pytest.mark.parametrize("field", ["id", "name", "instructions"])
def test_no_two_dishes_share(field: str) -> None:
    counts = Counter(getattr(dish, field) for dish in DISHES)

    assert [value for value, count in counts.items() if count > 1] == []


def test_no_dish_lists_a_food_twice_or_none_of_it() -> None:
    for dish in DISHES:
        counts = Counter(one.food.id for one in dish.ingredients)
        assert max(counts.values()) == 1, dish.name
        assert len(dish.ingredients) >= 2, dish.name
        assert all(0 < one.grams <= 400 for one in dish.ingredients), dish.name


def test_every_dish_is_a_plausible_portion() -> None:
    for dish in DISHES:
        snack = dish.meals == {MealType.SNACK}
        low, high = (150, 300) if snack else (300, 750)
        assert low <= calories(dish) <= high, f"{dish.name}: {calories(dish):.0f} kcal"


def test_instructions_are_whole_sentences() -> None:
    sentence = re.compile(r"[A-Z][^.!?]{7,200}\.")
    for dish in DISHES:
        sentences = re.split(r"(?<=\.) ", dish.instructions)
        assert all(sentence.fullmatch(text) for text in sentences), dish.name
        assert len(dish.instructions) <= 300, dish.name


def test_a_dish_contains_what_its_ingredients_contain() -> None:
    for dish in DISHES:
        for one in dish.ingredients:
            assert one.food.contains is not None
            assert one.food.contains <= dish.contains


def test_there_is_a_dish_of_every_meal_for_every_diet() -> None:
    for diet in Diet:
        allowed = Restrictions.of_words([diet], [], "body")
        for meal in MealType:
            left = [dish for dish in DISHES if meal in dish.meals and allowed.allow(dish)]
            assert len(left) >= 6, f"{diet} {meal}"

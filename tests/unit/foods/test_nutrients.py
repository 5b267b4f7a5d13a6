"""Per 100 g and per portion are two things."""

from dataclasses import astuple

import pytest

from stvos.foods.nutrients import Per100g, PerPortion, total

RICE = Per100g(calories=130, protein=2.7, carbs=28.2, fat=0.3, fiber=0.4, sodium=1)


def test_a_portion_holds_its_share() -> None:
    portion = RICE.portion(200)

    assert (portion.calories, portion.carbs, portion.sodium) == (260, 56.4, 2)
    assert isinstance(portion, PerPortion)


def test_there_and_back_loses_nothing() -> None:
    assert RICE.portion(250).per_100g(250).values() == pytest.approx(RICE.values())


def test_the_values_are_those_of_the_fields_in_their_order() -> None:
    assert RICE.values() == astuple(RICE)


def test_portions_add_up() -> None:
    both = total([RICE.portion(100), RICE.portion(50)])

    assert both.calories == pytest.approx(195)
    assert total([]) == PerPortion.nothing()


def test_values_for_100_g_cannot_be_added_to_anything() -> None:
    # mypy holds it too: it would call an `ignore` that is not needed an error.
    with pytest.raises(TypeError):
        RICE + RICE  # type: ignore[operator]
    with pytest.raises(TypeError):
        RICE + RICE.portion(100)  # type: ignore[operator]
    with pytest.raises(TypeError):
        RICE.portion(100) + RICE  # type: ignore[operator]


def test_a_portion_is_never_equal_to_what_100_g_hold() -> None:
    assert RICE.portion(100) != RICE  # type: ignore[comparison-overlap]


def test_one_cannot_be_given_for_the_other() -> None:
    def needs_a_portion(portion: PerPortion) -> float:
        return portion.calories

    assert needs_a_portion(RICE.portion(100)) == needs_a_portion(RICE)  # type: ignore[arg-type]


def test_energy_is_that_of_the_parts_and_fibre_counts_half() -> None:
    food = Per100g(calories=0, protein=10, carbs=20, fat=5, fiber=5, alcohol=2)

    assert food.energy_of_parts == 4 * 10 + 4 * 15 + 2 * 5 + 9 * 5 + 7 * 2

"""How the planner answers wishes; that its plans hold is tested beside it."""

from time import perf_counter

import pytest

from stvos.errors import InvalidInput
from stvos.nutrition.planner import PlanRequest, plan
from stvos.nutrition.restrictions import Restrictions
from stvos.nutrition.targets import Eater, Targets
from stvos.nutrition.vocabulary import MealType

TARGETS = Targets.of(Eater())


def test_the_same_wishes_and_seed_give_the_same_plan() -> None:
    assert plan(PlanRequest(TARGETS), 7) == plan(PlanRequest(TARGETS), 7)


def test_another_seed_gives_another_plan() -> None:
    assert plan(PlanRequest(TARGETS), 7) != plan(PlanRequest(TARGETS), 8)


def test_a_week_is_varied() -> None:
    served = [m.portioned.dish.id for day in plan(PlanRequest(TARGETS), 1) for m in day.meals]

    assert len(set(served)) >= 22, "of 28 meals"


def test_what_cannot_be_eaten_for_three_days_is_refused_with_the_reason() -> None:
    everything = Restrictions.of_words(
        ["vegan", "low fodmap", "gluten free"], ["soya", "peanuts", "nuts", "sesame"], "body"
    )
    without = Restrictions(everything.excluded, everything.foods | frozenset({2187}))
    nothing = Restrictions.of_words([], ["rice", "quinoa", "oats", "bread", "potato"], "body")
    both = Restrictions(without.excluded, without.foods | nothing.foods)

    with pytest.raises(InvalidInput) as refusal:
        plan(PlanRequest(TARGETS, both), 1)

    (field,) = refusal.value.fields
    assert field.path == "body.userProfile"
    assert "dishes for" in field.message


def test_energy_that_one_meal_cannot_hold_is_refused_with_the_reason() -> None:
    big = Targets.of(Eater(), calories=5_000)

    with pytest.raises(InvalidInput) as refusal:
        plan(PlanRequest(big, meals=(MealType.SNACK,)), 1)

    assert "5000 kcal" in refusal.value.fields[0].message


def test_single_days_and_fortnights_can_be_planned() -> None:
    assert [day.day for day in plan(PlanRequest(TARGETS, days=1), 1)] == [1]
    assert len(plan(PlanRequest(TARGETS, days=14), 1)) == 14


def test_a_week_is_planned_in_no_time() -> None:
    """A tenth of what the API may take, times a busy machine's slowness."""
    started = perf_counter()
    for seed in range(10):
        plan(PlanRequest(TARGETS), seed)

    assert (perf_counter() - started) / 10 < 0.1

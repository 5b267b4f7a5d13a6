"""Energy and macros, by the formulas that are cited."""

from dataclasses import replace

import pytest

from stvos.nutrition.targets import Eater, Targets, energy_target, lowest_energy, resting_energy
from stvos.nutrition.vocabulary import Aim

MAN = Eater(age=30, is_male=True, height=180, weight=80)
WOMAN = Eater(age=30, is_male=False, height=165, weight=60)


def test_resting_energy_is_mifflin_st_jeor() -> None:
    assert resting_energy(MAN) == 10 * 80 + 6.25 * 180 - 5 * 30 + 5
    assert resting_energy(WOMAN) == 10 * 60 + 6.25 * 165 - 5 * 30 - 161
    unsaid = replace(MAN, is_male=None)
    assert resting_energy(unsaid) == (resting_energy(MAN) + resting_energy(MAN) - 166) / 2


def test_more_training_takes_more_energy() -> None:
    needs = [energy_target(replace(MAN, training_days=days)) for days in (0, 2, 4, 6)]

    assert needs == sorted(set(needs))


def test_losing_takes_a_fifth_away_and_500_kcal_at_most() -> None:
    keep, lose = energy_target(MAN), energy_target(replace(MAN, aim=Aim.LOSE))
    assert keep - lose == pytest.approx(500, abs=10)
    small = replace(WOMAN, weight=55, training_days=0)
    difference = energy_target(small) - energy_target(replace(small, aim=Aim.LOSE))
    assert 0 < difference < 500


def test_gaining_adds_a_tenth() -> None:
    keep, gain = energy_target(MAN), energy_target(replace(MAN, aim=Aim.GAIN))

    assert gain / keep == pytest.approx(1.1, abs=0.01)


@pytest.mark.parametrize(
    "person",
    [
        replace(MAN, age=16),
        replace(WOMAN, weight=48),
        replace(WOMAN, is_pregnant=True),
    ],
)
def test_the_young_the_thin_and_the_pregnant_eat_what_they_need(person: Eater) -> None:
    assert energy_target(replace(person, aim=Aim.LOSE)) == energy_target(person)


@pytest.mark.parametrize("is_male", [True, False, None])
@pytest.mark.parametrize("weight", [40, 60, 90, 150])
@pytest.mark.parametrize("age", [20, 90])
def test_nobody_gets_less_than_is_safe(is_male: bool | None, weight: float, age: int) -> None:
    person = Eater(age, is_male, 160, weight, 0, Aim.LOSE)

    assert energy_target(person) >= lowest_energy(person)
    assert energy_target(person) >= resting_energy(person)


def test_protein_goes_by_body_weight_within_its_share_of_energy() -> None:
    assert Targets.of(MAN).protein >= 1.2 * 80
    assert Targets.of(replace(MAN, aim=Aim.GAIN)).protein == pytest.approx(1.6 * 80)
    heavy = replace(MAN, weight=140, aim=Aim.LOSE)
    assert Targets.of(heavy).protein == pytest.approx(1.6 * 25 * 1.8**2)
    few = Targets.of(replace(MAN, aim=Aim.LOSE), calories=1500)
    assert few.protein * 4 == pytest.approx(0.25 * 1500)


def test_the_parts_make_the_energy_and_are_within_the_accepted_ranges() -> None:
    for aim in Aim:
        for person in (MAN, WOMAN, replace(WOMAN, weight=100), replace(MAN, age=80)):
            day = Targets.of(replace(person, aim=aim))
            assert 4 * day.protein + 4 * day.carbs + 9 * day.fat == pytest.approx(day.calories)
            assert 0.10 <= day.protein * 4 / day.calories <= 0.35
            assert 0.20 <= day.fat * 9 / day.calories <= 0.35
            assert 0.45 <= day.carbs * 4 / day.calories <= 0.65

"""An independent checker: it reads the data files itself and shares no rule with the planner."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

import pytest

from stvos.errors import InvalidInput
from stvos.foods import table
from stvos.nutrition import dishes
from stvos.nutrition.planner import ChosenDay, PlanRequest, plan
from stvos.nutrition.restrictions import Restrictions
from stvos.nutrition.targets import Eater, Targets
from stvos.nutrition.vocabulary import Aim, MealType

PROFILES: Final = 2_000
SUGGESTED: Final = 300
DAYS: Final = 4
ANIMAL_FLESH: Final = {"meat", "poultry", "fish"}
# By diet: categories of foods, and words of what they contain, that must not be there.
FORBIDDEN: Final[dict[str, tuple[set[str], set[str]]]] = {
    "vegetarian": (ANIMAL_FLESH, {"meat", "fish", "crustaceans", "molluscs", "rennet"}),
    "vegan": (
        {*ANIMAL_FLESH, "dairy", "eggs"},
        {"meat", "fish", "crustaceans", "molluscs", "rennet", "milk", "eggs", "honey"},
    ),
    "pescatarian": ({"meat", "poultry"}, {"meat", "rennet"}),
    "halal": (set(), {"pork", "alcohol"}),
    "kosher": (set(), {"pork", "no_scales", "crustaceans", "molluscs", "rennet"}),
    "gluten-free": (set(), {"gluten"}),
    "lactose free": ({"dairy"}, {"milk"}),
    "low-FODMAP": (set(), {"fodmap"}),
}
ALLERGENS: Final = [
    "gluten",
    "crustaceans",
    "eggs",
    "fish",
    "peanuts",
    "soybeans",
    "milk",
    "nuts",
    "celery",
    "mustard",
    "sesame",
    "sulphites",
    "lupin",
    "molluscs",
]


@dataclass(frozen=True)
class Row:
    """A line of the food table, read by its heading."""

    category: str
    contains: frozenset[str]
    kcal: float
    protein: float
    carbs: float
    fat: float


@cache
def rows() -> dict[int, Row]:
    head, *lines = (table.DATA / "foods.tsv").read_text("utf-8").splitlines()
    records = (dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines)
    return {
        int(r["id"]): Row(
            r["category"],
            frozenset(r["contains"].split()),
            *(float(r[name]) for name in ("kcal", "protein", "carbs", "fat")),
        )
        for r in records
    }


@cache
def recipes() -> dict[int, dict[str, Any]]:
    written = json.loads(dishes._FILE.read_text("utf-8"))
    return {record["id"]: record for record in written}


def faults(
    days: list[ChosenDay], targets: Targets, diets: list[str], allergies: list[str]
) -> Iterator[str]:
    """What is wrong with a plan, in sentences."""
    seen: list[set[int]] = []
    for day in days:
        kcal = protein = carbs = fat = 0.0
        today: set[int] = set()
        for meal in day.meals:
            dish, served = meal.portioned.dish.id, meal.portioned.ingredients
            recipe = recipes()[dish]
            if meal.meal_type.value not in recipe["meals"]:
                yield f"{recipe['name']} is served for {meal.meal_type}"
            if [one.food.id for one in served] != [food for food, _ in recipe["ingredients"]]:
                yield f"{recipe['name']} has other ingredients than its recipe"
            if dish in today:
                yield f"{recipe['name']} comes twice on day {day.day}"
            today.add(dish)
            yield from eaten_against(recipe, diets, allergies)
            for one in served:
                row = rows()[one.food.id]
                if one.grams <= 0:
                    yield f"{recipe['name']} has nothing of {one.food.name}"
                kcal += row.kcal * one.grams / 100
                protein += row.protein * one.grams / 100
                carbs += row.carbs * one.grams / 100
                fat += row.fat * one.grams / 100
        for dish in today:
            if any(dish in earlier for earlier in seen[-2:]):
                yield f"{recipes()[dish]['name']} comes twice in three days"
        seen.append(today)
        totals = day.totals
        for name, held, wanted, most in (
            ("kcal", kcal, targets.calories, 0.05),
            ("protein", protein, targets.protein, 0.10),
            ("carbohydrates", carbs, targets.carbs, 0.10),
            ("fat", fat, targets.fat, 0.10),
        ):
            if abs(held / wanted - 1) > most + 1e-9:
                yield f"day {day.day} has {held:.0f} of {wanted:.0f} {name}"
            shown = {"kcal": "calories", "carbohydrates": "carbs"}.get(name, name)
            if abs(getattr(totals, shown) - held) > 0.01:
                yield f"day {day.day} does not add up in {name}"


def eaten_against(recipe: dict[str, Any], diets: list[str], allergies: list[str]) -> Iterator[str]:
    foods = [rows()[food] for food, _ in recipe["ingredients"]]
    contained = frozenset().union(*(row.contains for row in foods))
    categories = {row.category for row in foods}
    for diet in diets:
        bad_categories, bad_words = FORBIDDEN[diet]
        if categories & bad_categories or contained & bad_words:
            yield f"{recipe['name']} is not {diet}"
    if "kosher" in diets and "meat" in contained and "milk" in contained:
        yield f"{recipe['name']} mixes meat and milk"
    for allergen in allergies:
        if allergen in contained:
            yield f"{recipe['name']} has {allergen}"


def test_two_thousand_random_members_get_plans_without_a_fault_or_the_reason_why_not() -> None:
    chance = Random(2026)
    reasons: list[str] = []
    for seed in range(PROFILES):
        diets = chance.sample(list(FORBIDDEN), chance.choice([0, 0, 1, 1, 2]))
        allergies = chance.sample(ALLERGENS, chance.choice([0, 0, 1, 1, 2]))
        person = Eater(
            age=chance.randint(13, 90),
            is_male=chance.choice([True, False, None]),
            height=chance.randint(140, 205),
            weight=chance.randint(40, 150),
            training_days=chance.randint(0, 7),
            aim=chance.choice(list(Aim)),
        )
        snacks = chance.choice([0, 1, 1, 2])
        meals = (MealType.BREAKFAST, MealType.LUNCH, MealType.DINNER)
        targets = Targets.of(person)
        try:
            request = PlanRequest(
                targets,
                Restrictions.of_words(diets, allergies, "body.userProfile"),
                (*meals, *[MealType.SNACK] * snacks),
                DAYS,
            )
            days = plan(request, seed)
        except InvalidInput as reason:
            reasons.append(reason.details)
            continue
        assert [day.day for day in days] == [1, 2, 3, 4]
        assert [meal.meal_type for meal in days[0].meals] == [*meals, *[MealType.SNACK] * snacks]
        assert list(faults(days, targets, diets, allergies)) == [], (seed, diets, allergies)

    assert len(reasons) < PROFILES * 0.05, "impossible wishes are rare"
    assert all(" dishes " in reason for reason in reasons), "the reason is told"


def test_whatever_a_model_suggests_the_rules_are_kept() -> None:
    """Dishes with what must not be eaten, unknown ones, few and many."""
    chance, possible = Random(11), 0
    for seed in range(SUGGESTED):
        diets = chance.sample(list(FORBIDDEN), chance.choice([0, 1, 2]))
        allergies = chance.sample(ALLERGENS, chance.choice([0, 1, 2]))
        suggested = chance.sample(list(recipes()), chance.choice([1, 5, 30, len(recipes())]))
        targets = Targets.of(Eater(weight=chance.randint(50, 100)))
        restrictions = Restrictions.of_words(diets, allergies, "body.userProfile")
        request = PlanRequest(targets, restrictions, days=DAYS)
        try:
            days = plan(request, seed, frozenset([*suggested, -1, 10**15]))
        except InvalidInput:
            continue
        possible += 1
        assert list(faults(days, targets, diets, allergies)) == [], (seed, diets, allergies)

    assert possible > SUGGESTED * 0.9


def test_what_is_suggested_and_fits_is_rather_taken() -> None:
    request = PlanRequest(Targets.of(Eater()))
    suggested = frozenset(Random(5).sample(list(recipes()), 50))

    def taken(days: list[ChosenDay]) -> int:
        return sum(meal.portioned.dish.id in suggested for day in days for meal in day.meals)

    assert taken(plan(request, 5, suggested)) > taken(plan(request, 5)) * 1.5


@pytest.mark.parametrize("diet", FORBIDDEN)
def test_every_diet_alone_gets_a_week(diet: str) -> None:
    restrictions = Restrictions.of_words([diet], [], "body.userProfile")
    for person in (Eater(is_male=False, weight=52, height=160), Eater(is_male=True, weight=95)):
        targets = Targets.of(person)
        days = plan(PlanRequest(targets, restrictions), seed=1)

        assert len(days) == 7
        assert list(faults(days, targets, [diet], [])) == []


@pytest.mark.parametrize("allergen", ALLERGENS)
def test_every_allergy_alone_gets_a_week(allergen: str) -> None:
    restrictions = Restrictions.of_words([], [allergen], "body.userProfile")
    targets = Targets.of(Eater())

    assert list(faults(plan(PlanRequest(targets, restrictions), 1), targets, [], [allergen])) == []


def test_the_checker_sees_what_is_wrong() -> None:
    targets = Targets.of(Eater())
    days = plan(PlanRequest(targets), seed=1)
    repeated = [days[0], ChosenDay(2, days[0].meals)]
    swapped = [ChosenDay(1, days[0].meals[:-1])]
    words = " ".join(faults(repeated, targets, list(FORBIDDEN), ALLERGENS))

    assert "twice in three days" in words
    assert "is not vegan" in words
    assert any(f"has {allergen}" in words for allergen in ALLERGENS)
    other = Targets(targets.calories * 1.2, targets.protein, targets.carbs, targets.fat * 2)
    assert any("kcal" in fault for fault in faults(days, other, [], []))
    assert any("fat" in fault for fault in faults(swapped, other, [], []))

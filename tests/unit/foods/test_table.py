"""The data file keeps what dishes, scans and members rely on."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

from local.place import ROOT
from stvos.errors import NotFound
from stvos.foods import table
from stvos.foods.models import Food
from stvos.foods.vocabulary import Allergen, FoodCategory, Trait

REFERENCE: Final = ROOT.parent / "shared" / "data" / "usda_sr_reference.csv"
FOODS: Final = table.read(table.DATA / "foods.tsv")
RELEASED: Final = Path(__file__).parent / "ids.txt"
COLUMNS: Final = {
    "kcal": "calories",
    "protein_g": "protein",
    "carbs_g": "carbs",
    "fat_g": "fat",
    "fiber_g": "fiber",
    "sugar_g": "sugar",
    "sodium_mg": "sodium",
    "cholesterol_mg": "cholesterol",
}
ANIMAL: Final[set[Allergen | Trait]] = {
    Trait.MEAT,
    Allergen.FISH,
    Allergen.CRUSTACEANS,
    Allergen.MOLLUSCS,
}


def with_any(*words: Allergen | Trait) -> list[str]:
    return [food.name for food in FOODS if set(words) & contents(food)]


def contents(food: Food) -> set[Allergen | Trait]:
    assert food.contains is not None, f"{food.name} is our own"
    return set(food.contains)


def names_of(category: FoodCategory) -> list[str]:
    return [food.name for food in FOODS if food.category is category]


def reference() -> dict[str, dict[str, Any]]:
    with REFERENCE.open(encoding="utf-8", newline="") as lines:
        return {row["ndb_no"]: row for row in csv.DictReader(lines)}


def test_the_table_holds_at_least_400_foods_of_every_category() -> None:
    assert len(FOODS) >= 400
    assert {food.category for food in FOODS} == set(FoodCategory)


@pytest.mark.parametrize("field", ["id", "usda", "name"])
def test_no_two_foods_share(field: str) -> None:
    counts = Counter(getattr(food, field) for food in FOODS)

    assert [value for value, count in counts.items() if count > 1] == []


def test_no_released_id_was_removed_or_given_to_another_food() -> None:
    released = dict(line.split() for line in RELEASED.read_text("utf-8").splitlines())

    assert len(released) >= 545
    assert {str(food.id): food.usda for food in FOODS} == released, "record new ids in ids.txt"


# Where the reference is not at hand, the next test still holds every value.
if REFERENCE.exists():

    def test_every_value_agrees_with_its_usda_number() -> None:
        known = reference()
        assert [food.name for food in FOODS if food.usda not in known] == []
        off = [
            f"{food.name}: {ours} is {value:g}, USDA {food.usda} says {said}"
            for food in FOODS
            for theirs, ours in COLUMNS.items()
            if (said := known[food.usda][theirs])
            and abs((value := getattr(food.per_100g, ours)) - float(said))
            > max(1, 0.1 * float(said))
        ]
        assert off == []


def test_the_energy_of_every_food_is_that_of_its_parts() -> None:
    off = [
        f"{food.name}: {food.per_100g.calories:g}, its parts give {parts:.0f}"
        for food in FOODS
        if abs(food.per_100g.calories - (parts := food.per_100g.energy_of_parts))
        > max(10, 0.15 * parts)
    ]
    assert off == []


def test_no_food_weighs_less_than_what_it_holds() -> None:
    def held(food: Food) -> float:
        values = food.per_100g
        return values.protein + values.carbs + values.fat + values.alcohol

    assert [food.name for food in FOODS if held(food) > 101] == []
    assert [f.name for f in FOODS if f.per_100g.fiber > f.per_100g.carbs + 0.5] == []
    assert [f.name for f in FOODS if f.per_100g.sugar > f.per_100g.carbs + 0.5] == []


def test_every_food_has_a_household_portion_in_plain_words() -> None:
    for food in FOODS:
        assert 1 <= len(food.portions) <= 3, food.name
        for portion in food.portions:
            assert 0 < portion.grams <= 2000, food.name
            assert portion.description == portion.description.strip(" ,"), food.name
            assert '"' not in portion.description, food.name


def test_what_comes_of_animals_is_known() -> None:
    for category in (FoodCategory.MEAT, FoodCategory.POULTRY):
        assert set(names_of(category)) <= set(with_any(Trait.MEAT))
    assert set(names_of(FoodCategory.FISH)) <= set(with_any(*ANIMAL))
    assert set(names_of(FoodCategory.EGGS)) <= set(with_any(Allergen.EGGS))
    assert set(names_of(FoodCategory.DAIRY)) <= set(with_any(Allergen.MILK))
    assert set(with_any(Trait.PORK)) <= set(with_any(Trait.MEAT))


def test_what_has_cholesterol_comes_of_an_animal() -> None:
    animal = {*ANIMAL, Allergen.EGGS, Allergen.MILK}
    of_plants = [food for food in FOODS if not animal & contents(food)]

    assert len(of_plants) >= 250
    assert [food.name for food in of_plants if food.per_100g.cholesterol > 3] == []


@pytest.mark.parametrize(
    ("word", "allergen"),
    [
        ("wheat", Allergen.GLUTEN),
        ("rye", Allergen.GLUTEN),
        ("barley", Allergen.GLUTEN),
        ("oats", Allergen.GLUTEN),
        ("bread", Allergen.GLUTEN),
        ("spaghetti, ", Allergen.GLUTEN),
        ("milk, ", Allergen.MILK),
        ("yogurt", Allergen.MILK),
        ("cheese", Allergen.MILK),
        ("cream", Allergen.MILK),
        ("egg", Allergen.EGGS),
        ("peanut", Allergen.PEANUTS),
        ("tofu", Allergen.SOYBEANS),
        ("soya", Allergen.SOYBEANS),
        ("almond", Allergen.NUTS),
        ("cashew", Allergen.NUTS),
        ("sesame", Allergen.SESAME),
        ("tahini", Allergen.SESAME),
        ("hummus", Allergen.SESAME),
        ("mustard", Allergen.MUSTARD),
        ("celery", Allergen.CELERY),
        ("prawns", Allergen.CRUSTACEANS),
        ("crab", Allergen.CRUSTACEANS),
        ("mussels", Allergen.MOLLUSCS),
        ("squid", Allergen.MOLLUSCS),
        ("salmon", Allergen.FISH),
        ("wine", Allergen.SULPHITES),
    ],
)
def test_a_name_that_says_an_allergen_has_it(word: str, allergen: Allergen) -> None:
    other = ("coconut", "buckwheat", "spaghetti squash", "eggplant", "breast", "rice bread")
    said = [
        food
        for food in FOODS
        if word in food.name.casefold() and not any(o in food.name.casefold() for o in other)
    ]

    assert said
    assert [food.name for food in said if allergen not in contents(food)] == []


def test_an_unknown_id_is_not_found() -> None:
    with pytest.raises(NotFound):
        table.require_food(1)


def test_a_file_that_is_not_there_adds_nothing(tmp_path: Path) -> None:
    assert table.read(tmp_path / "loaded.tsv") == []

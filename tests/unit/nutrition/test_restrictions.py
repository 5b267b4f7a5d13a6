"""Words for what a member does not eat."""

import pytest

from stvos.errors import InvalidInput
from stvos.foods.vocabulary import Allergen, Trait
from stvos.nutrition.dishes import dishes
from stvos.nutrition.restrictions import Restrictions


def excluded(*words: str) -> frozenset[Allergen | Trait]:
    return Restrictions.of_words(words, [], "body.userProfile").excluded


@pytest.mark.parametrize(
    "word", ["gluten-free", "Gluten Free", "gluten_free", "GLUTENFREE", "no gluten", "coeliac"]
)
def test_a_diet_is_understood_however_it_is_written(word: str) -> None:
    assert excluded(word) == {Allergen.GLUTEN}


@pytest.mark.parametrize("word", ["none", "None", "no", "", "  ", "n/a"])
def test_words_for_no_restriction_restrict_nothing(word: str) -> None:
    assert excluded(*([word] if word != "n/a" else ["na"])) == frozenset()


@pytest.mark.parametrize("allergen", Allergen)
def test_each_allergen_is_known_by_its_name(allergen: Allergen) -> None:
    found = Restrictions.of_words([], [f"{allergen.value} allergy"], "body")

    assert allergen in found.excluded


def test_nuts_are_all_nuts_and_tree_nuts_are_not_peanuts() -> None:
    assert excluded("nuts") == {Allergen.NUTS, Allergen.PEANUTS}
    assert excluded("tree nuts") == {Allergen.NUTS}


def test_vegan_is_more_than_vegetarian() -> None:
    assert excluded("vegan") > excluded("vegetarian") > excluded("pescatarian")


def test_kosher_does_not_mix_meat_and_milk_in_a_dish() -> None:
    kosher = Restrictions.of_words(["kosher"], [], "body")
    curry = next(d for d in dishes().values() if d.name == "Chicken curry with basmati rice")

    assert {Trait.MEAT, Allergen.MILK} <= curry.contains
    assert not kosher.allow(curry)


def test_a_single_food_can_be_left_out() -> None:
    without = Restrictions.of_words([], ["strawberries", "Tomato"], "body")
    left = [dish for dish in dishes().values() if without.allow(dish)]

    names = {one.food.name for dish in left for one in dish.ingredients}
    assert "Blueberries, raw" in names
    assert not [name for name in names if "tomato" in name.casefold() or "Strawb" in name]


def test_a_word_that_nothing_is_known_by_is_refused_with_its_place() -> None:
    with pytest.raises(InvalidInput) as refusal:
        Restrictions.of_words(["vegan", "unobtainium"], ["nuts", "xyzzy"], "body.userProfile")

    assert [error.path for error in refusal.value.fields] == [
        "body.userProfile.dietaryRestrictions[1]",
        "body.userProfile.allergies[1]",
    ]

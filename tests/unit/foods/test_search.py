"""Finding foods by name."""

import pytest

from stvos.foods.search import search


def found(text: str) -> list[str]:
    return [food.name for food in search(text)]


def test_without_words_everything_comes_by_name() -> None:
    names = found("  ")

    assert len(names) >= 400
    assert names == sorted(names, key=str.casefold)


def test_a_text_without_letters_finds_nothing() -> None:
    assert found("!?") == []


@pytest.mark.parametrize("text", ["bana", "BANANA", "banana ra"])
def test_a_name_is_found_by_the_beginnings_of_its_words(text: str) -> None:
    assert found(text)[0] == "Banana, raw"


@pytest.mark.parametrize("text", ["bannana", "bananna", "banaan", "vanana"])
def test_one_typo_is_forgiven(text: str) -> None:
    assert found(text)[0] == "Banana, raw"


def test_whole_words_come_before_beginnings_and_these_before_typos() -> None:
    names = found("rice")
    assert names.index("Rice cakes") < names.index("Brown rice, dry")
    assert found("corn")[0].startswith("Corn ")


def test_all_words_must_match() -> None:
    assert set(found("chicken breast")) == {
        "Chicken breast, raw",
        "Chicken breast, roasted",
        "Chicken breast, roasted, with skin",
    }
    assert found("chicken banana") == []


def test_singular_and_plural_find_each_other() -> None:
    assert "Egg, raw" in found("eggs")
    assert "Carrots, raw" in found("carrot")


@pytest.mark.parametrize(
    ("american", "name"),
    [
        ("eggplant", "Aubergine, raw"),
        ("zucchini", "Courgette, raw"),
        ("cilantro", "Coriander leaves, fresh"),
        ("ground beef", "Beef mince, 5 % fat, raw"),
        ("soy milk", "Soya drink"),
        ("shrimp", "Prawns, raw"),
    ],
)
def test_american_names_are_understood(american: str, name: str) -> None:
    assert name in found(american)


def test_accents_make_no_difference() -> None:
    assert found("gruyere") == found("Gruyère") == ["Gruyère cheese"]

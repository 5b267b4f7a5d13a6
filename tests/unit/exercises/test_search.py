"""Finding exercises in the library."""

import pytest

from stvos.errors import NotFound
from stvos.exercises import library
from stvos.exercises.vocabulary import NO_EQUIPMENT, Equipment, Level, Muscle


def found(text: str) -> list[str]:
    return [exercise.name for exercise in library.search(text=text)]


def test_an_exercise_is_found_by_its_id() -> None:
    assert library.require_exercise(1001).slug == "mini-squat"


@pytest.mark.parametrize("unknown", [0, -1, 1, 2**53])
def test_an_unknown_id_is_not_found(unknown: int) -> None:
    with pytest.raises(NotFound):
        library.require_exercise(unknown)


def test_without_conditions_everything_comes_in_the_order_of_the_names() -> None:
    names = [exercise.name for exercise in library.search()]

    assert len(names) >= 150
    assert names == sorted(names, key=str.casefold)


def test_a_muscle_counts_whether_it_leads_or_helps() -> None:
    names = {exercise.name for exercise in library.search(muscle=Muscle.BICEPS)}

    assert {"Hammer Curl", "Lat Pulldown"} <= names
    assert "Mini Squat" not in names


def test_equipment_finds_what_uses_it_and_none_what_needs_nothing() -> None:
    with_bell = library.search(equipment=Equipment.KETTLEBELL)
    with_nothing = library.search(equipment=NO_EQUIPMENT)

    assert with_bell
    assert all(Equipment.KETTLEBELL in exercise.equipment for exercise in with_bell)
    assert len(with_nothing) >= 60
    assert not any(exercise.equipment for exercise in with_nothing)


def test_all_conditions_must_be_met_together() -> None:
    matches = library.search(
        muscle=Muscle.GLUTES, equipment=Equipment.DUMBBELL, level=Level.INTERMEDIATE, text="lunge"
    )

    assert [exercise.name for exercise in matches] == ["Dumbbell Reverse Lunge"]


@pytest.mark.parametrize(
    "text", ["diamond push", "DIAMOND PUSH-UP", "diamond pushup", "dia up", "push-ups diamond"]
)
def test_a_name_is_found_by_the_beginnings_of_its_words(text: str) -> None:
    assert found(text) == ["Diamond Push-Up"]


def test_accents_make_no_difference() -> None:
    assert found("Pílatès") == ["Pilates Roll-Up"]


@pytest.mark.parametrize("text", ["farmer's", "farmers", "farmer’s", "FARMER"])
def test_apostrophes_make_no_difference(text: str) -> None:
    assert found(text) == ["Farmer's Carry"]


def test_a_muscle_is_found_by_its_name() -> None:
    matches = library.search(text="rotator cu")

    assert matches
    assert all(Muscle.ROTATOR_CUFF in (*e.muscles.primary, *e.muscles.secondary) for e in matches)


def test_a_word_is_not_found_by_its_middle() -> None:
    assert found("iamond") == []


@pytest.mark.parametrize("text", ["!!!", "☃", "'"])
def test_a_text_without_words_finds_nothing(text: str) -> None:
    assert found(text) == []


def test_an_empty_text_is_no_condition() -> None:
    assert len(library.search(text="  ")) == len(library.search())

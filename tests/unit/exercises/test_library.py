"""The data files keep what the API, the plans and the members rely on."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any, Final

import pytest

import stvos.exercises.library as library
from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import (
    Contraindication,
    Equipment,
    ExerciseKind,
    Level,
    Muscle,
    Pattern,
)

DATA: Final = Path(library.__file__).parent / "library"
RELEASED: Final = Path(__file__).parent / "ids.txt"

FAMILIES: Final = {
    "push": {Pattern.HORIZONTAL_PUSH, Pattern.VERTICAL_PUSH},
    "pull": {Pattern.HORIZONTAL_PULL, Pattern.VERTICAL_PULL},
    "legs": {Pattern.SQUAT, Pattern.HINGE, Pattern.LUNGE},
    "core": {
        Pattern.CORE_FLEXION,
        Pattern.CORE_EXTENSION,
        Pattern.ROTATION,
        Pattern.ANTI_ROTATION,
    },
}
KIND_OF_PATTERN: Final = {
    Pattern.PLYOMETRIC: ExerciseKind.PLYOMETRIC,
    Pattern.MOBILITY: ExerciseKind.MOBILITY,
    Pattern.STRETCH: ExerciseKind.STRETCH,
    Pattern.CARDIO: ExerciseKind.CARDIO,
}


def records() -> list[tuple[str, dict[str, Any]]]:
    """Each exercise as it is written, with the name of its file."""
    return [
        (file.stem, record)
        for file in sorted(DATA.glob("*.json"))
        for record in json.loads(file.read_text(encoding="utf-8"))
    ]


EXERCISES: Final = [Exercise.model_validate(record) for _, record in records()]


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower().replace("'", "")).strip("-")


def repeated(values: list[Any]) -> list[Any]:
    return [value for value, count in Counter(values).items() if count > 1]


def names(exercises: list[Exercise]) -> list[str]:
    return [exercise.name for exercise in exercises]


def test_the_library_holds_at_least_150_exercises_and_60_without_equipment() -> None:
    assert len(EXERCISES) >= 150
    assert len([exercise for exercise in EXERCISES if not exercise.equipment]) >= 60


def test_everything_written_is_loaded() -> None:
    assert {exercise.id for exercise in library.search()} == {e.id for e in EXERCISES}


@pytest.mark.parametrize("field", ["id", "slug", "name", "instructions"])
def test_no_two_exercises_share(field: str) -> None:
    assert repeated([getattr(exercise, field) for exercise in EXERCISES]) == []


def test_no_released_id_was_removed_or_given_another_slug() -> None:
    released = dict(line.split() for line in RELEASED.read_text(encoding="utf-8").splitlines())
    now = {str(exercise.id): exercise.slug for exercise in EXERCISES}

    assert len(released) >= 318
    assert {id_: now.get(id_) for id_ in released} == released


def test_every_exercise_is_recorded_as_released() -> None:
    recorded = [line.split()[0] for line in RELEASED.read_text(encoding="utf-8").splitlines()]

    assert repeated(recorded) == []
    assert {str(exercise.id) for exercise in EXERCISES} == set(recorded)


def test_each_slug_is_made_of_the_name() -> None:
    assert {e.slug: slug_of(e.name) for e in EXERCISES} == {e.slug: e.slug for e in EXERCISES}


def test_each_exercise_lies_in_the_file_of_its_pattern() -> None:
    assert [r["name"] for stem, r in records() if r["pattern"] != stem] == []


def test_no_list_names_a_thing_twice() -> None:
    assert [
        record["name"]
        for _, record in records()
        for values in (
            record["muscles"]["primary"] + record["muscles"]["secondary"],
            record["equipment"],
            record["contraindications"],
        )
        if repeated(values)
    ] == []


def test_contraindications_stand_in_the_order_of_the_vocabulary() -> None:
    order = list(Contraindication)
    assert [
        exercise.name
        for exercise in EXERCISES
        if list(exercise.contraindications) != sorted(exercise.contraindications, key=order.index)
    ] == []


def test_instructions_are_two_or_three_whole_sentences() -> None:
    sentence = re.compile(r"[A-Z][^.!?]{15,160}\.")
    for exercise in EXERCISES:
        sentences = re.split(r"(?<=[.!?]) ", exercise.instructions)
        assert len(sentences) in (2, 3), exercise.name
        assert all(sentence.fullmatch(text) for text in sentences), exercise.name


def test_instructions_are_spelt_the_british_way_and_typed_cleanly() -> None:
    foreign = re.compile(r"\b(center|color|meter|fiber|stabiliz|gray)|  |[^\x20-\x7e]", re.I)
    assert names([e for e in EXERCISES if foreign.search(e.instructions + e.name)]) == []


@pytest.mark.parametrize("pattern", Pattern)
def test_every_pattern_has_several_exercises_and_more_than_one_level(pattern: Pattern) -> None:
    levels = Counter(exercise.level for exercise in EXERCISES if exercise.pattern is pattern)

    assert levels.total() >= 8
    assert set(levels) == set(Level)


@pytest.mark.parametrize("pattern", [each for each in Pattern if each is not Pattern.CARRY])
def test_every_pattern_but_carrying_can_be_trained_without_equipment(pattern: Pattern) -> None:
    found = [e for e in EXERCISES if e.pattern is pattern and not e.equipment]

    assert len(found) >= 4


@pytest.mark.parametrize("muscle", Muscle)
def test_every_muscle_leads_in_at_least_two_exercises(muscle: Muscle) -> None:
    assert len([e for e in EXERCISES if muscle in e.muscles.primary]) >= 2


@pytest.mark.parametrize("equipment", Equipment)
def test_all_equipment_is_of_use(equipment: Equipment) -> None:
    assert any(equipment in exercise.equipment for exercise in EXERCISES)


def test_the_kind_agrees_with_the_pattern() -> None:
    assert [
        exercise.name
        for exercise in EXERCISES
        if KIND_OF_PATTERN.get(exercise.pattern, exercise.kind) is not exercise.kind
    ] == []


@pytest.mark.parametrize("injury", Contraindication)
def test_any_single_injury_leaves_enough_for_a_plan(injury: Contraindication) -> None:
    left = [e for e in EXERCISES if injury not in e.contraindications]

    assert len(left) >= 40
    for family, patterns in FAMILIES.items():
        assert len([e for e in left if e.pattern in patterns]) >= 2, family


@pytest.mark.parametrize("injury", Contraindication)
def test_any_single_injury_leaves_enough_without_equipment(injury: Contraindication) -> None:
    left = [e for e in EXERCISES if injury not in e.contraindications and not e.equipment]

    assert len(left) >= 40
    for family, patterns in FAMILIES.items():
        assert len([e for e in left if e.pattern in patterns]) >= 2, family

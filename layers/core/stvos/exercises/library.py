"""The exercise library in memory, read from the data files beside this module at first use."""

import json
from functools import lru_cache
from pathlib import Path

from stvos.errors import NotFound
from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import NO_EQUIPMENT, Equipment, Level, Muscle, NoEquipment
from stvos.text import query_words, words_of

_DATA = Path(__file__).parent / "library"


@lru_cache(maxsize=1)
def _library() -> dict[int, Exercise]:
    """Every exercise by its id, in the order of their names."""
    # A TypeAdapter of the whole file would take longer to build than the files to read.
    exercises = [
        Exercise.model_validate(record)
        for file in _DATA.glob("*.json")
        for record in json.loads(file.read_bytes())
    ]
    exercises.sort(key=lambda exercise: (exercise.name.casefold(), exercise.id))
    return {exercise.id: exercise for exercise in exercises}


@lru_cache(maxsize=1)
def _words() -> dict[int, frozenset[str]]:
    """The words of each exercise's name and muscles."""
    return {
        exercise.id: frozenset(words_of(" ".join((exercise.name, *exercise.muscles.all))))
        for exercise in _library().values()
    }


def require_exercise(exercise_id: int) -> Exercise:
    """The exercise with this id; `NotFound` when there is none."""
    exercise = _library().get(exercise_id)
    if exercise is None:
        raise NotFound
    return exercise


def search(
    *,
    muscle: Muscle | None = None,
    equipment: Equipment | NoEquipment | None = None,
    level: Level | None = None,
    text: str = "",
) -> list[Exercise]:
    """The exercises that meet every condition given, in the order of their names.

    A muscle counts whether it leads or helps. Each word of the text must begin a word of the
    name or of a muscle, accents and case aside; a text without any word finds nothing.
    """
    wanted = query_words(text)
    if text.strip() and not wanted:
        return []
    return [
        exercise
        for exercise in _library().values()
        if (muscle is None or muscle in exercise.muscles.all)
        and (equipment is None or _takes(exercise, equipment))
        and (level is None or exercise.level == level)
        and all(_has(exercise, word) for word in wanted)
    ]


def _takes(exercise: Exercise, equipment: Equipment | NoEquipment) -> bool:
    if equipment == NO_EQUIPMENT:
        return not exercise.equipment
    return equipment in exercise.equipment


def _has(exercise: Exercise, wanted: str) -> bool:
    """Whether a word of the exercise starts so; a plural finds its singular."""
    return any(
        word.startswith(wanted) or (wanted[-1] == "s" and word == wanted[:-1])
        for word in _words()[exercise.id]
    )

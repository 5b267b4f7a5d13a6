"""The exercise library in memory, read from the data files beside this module at first use."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from stvos.content.words import query_words, words_of
from stvos.errors import NotFound
from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import NO_EQUIPMENT, Equipment, Level, Muscle, NoEquipment

_DATA = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class _Entry:
    exercise: Exercise
    words: frozenset[str]

    def has(self, wanted: str) -> bool:
        """Whether a word of the name or of a muscle starts so; a plural finds its singular."""
        return any(
            word.startswith(wanted) or (wanted[-1] == "s" and word == wanted[:-1])
            for word in self.words
        )


@lru_cache(maxsize=1)
def _by_id() -> dict[int, _Entry]:
    """Every exercise by its id, in the order of their names."""
    exercises_of = TypeAdapter(list[Exercise])
    exercises = [
        exercise
        for file in _DATA.glob("*.json")
        for exercise in exercises_of.validate_json(file.read_bytes())
    ]
    exercises.sort(key=lambda exercise: (exercise.name.casefold(), exercise.id))
    return {exercise.id: _Entry(exercise, _words_of(exercise)) for exercise in exercises}


def find(exercise_id: int) -> Exercise:
    """The exercise with this id; `NotFound` when there is none."""
    entry = _by_id().get(exercise_id)
    if entry is None:
        raise NotFound
    return entry.exercise


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
        entry.exercise
        for entry in _by_id().values()
        if (muscle is None or _trains(entry.exercise, muscle))
        and (equipment is None or _takes(entry.exercise, equipment))
        and (level is None or entry.exercise.level == level)
        and all(entry.has(word) for word in wanted)
    ]


def _trains(exercise: Exercise, muscle: Muscle) -> bool:
    return muscle in exercise.muscles.primary or muscle in exercise.muscles.secondary


def _takes(exercise: Exercise, equipment: Equipment | NoEquipment) -> bool:
    if equipment == NO_EQUIPMENT:
        return not exercise.equipment
    return equipment in exercise.equipment


def _words_of(exercise: Exercise) -> frozenset[str]:
    muscles = (*exercise.muscles.primary, *exercise.muscles.secondary)
    return frozenset(words_of(" ".join((exercise.name, *muscles))))

"""Which exercises a week's sessions are made of."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

from stvos.exercises.library import search
from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import Contraindication, ExerciseKind, Measure, Muscle, Pattern
from stvos.plans.splits import ExercisePlace
from stvos.plans.trainee import Trainee

_LOADED = 0.6
_OF_THE_LEVEL = 0.5
_USED = 3.0
_SUGGESTED = 1.5


@lru_cache(maxsize=1)
def _by_pattern() -> dict[Pattern, list[Exercise]]:
    patterns: dict[Pattern, list[Exercise]] = {pattern: [] for pattern in Pattern}
    for exercise in search():
        patterns[exercise.pattern].append(exercise)
    return patterns


def is_steady(exercise: Exercise) -> bool:
    """Whether it can be gone on with for minutes: no sprints or jumps, which strain a heart."""
    return (
        exercise.pattern == Pattern.CARDIO
        and exercise.measured_by != Measure.REPS
        and Contraindication.HEART_CONDITION not in exercise.contraindications
    )


def is_held(exercise: Exercise) -> bool:
    return exercise.pattern == Pattern.STRETCH and exercise.measured_by == Measure.SECONDS


class Chooser:
    """Chooses for one trainee, by chance, rather what was suggested and was not chosen yet."""

    def __init__(
        self, trainee: Trainee, chance: Random, suggested: frozenset[int] = frozenset()
    ) -> None:
        self._trainee = trainee
        self._suggested = suggested
        self._chance = chance
        self._used: Counter[int] = Counter()
        self._allowed = {
            pattern: [exercise for exercise in exercises if trainee.may_do(exercise)]
            for pattern, exercises in _by_pattern().items()
        }

    def main(self, slots: Iterable[ExercisePlace], kept: Sequence[Exercise]) -> list[Exercise]:
        """`kept`, then an exercise for each further slot that has one left; none twice."""
        chosen: list[Exercise] = []
        staying = list(kept)
        for slot in slots:
            if staying:
                chosen.append(staying.pop(0))
                continue
            found = self._choose(self._fitting(slot), chosen)
            if found is not None:
                chosen.append(found)
        return chosen

    def cardio(self, count: int) -> list[Exercise]:
        steady = [one for one in self._allowed[Pattern.CARDIO] if is_steady(one)]
        return self._several(steady, count)

    def stretches(self, count: int, trained: Iterable[Exercise]) -> list[Exercise]:
        """Stretches that are held, of what was trained where there are enough."""
        held = [one for one in self._allowed[Pattern.STRETCH] if is_held(one)]
        muscles = {muscle for one in trained for muscle in one.muscles.all}
        fitting = [one for one in held if not muscles.isdisjoint(one.muscles.primary)]
        return self._several(fitting if len(fitting) >= count else held, count)

    def mobility(self, count: int) -> list[Exercise]:
        return self._several(self._allowed[Pattern.MOBILITY], count)

    def _several(self, pool: list[Exercise], count: int) -> list[Exercise]:
        chosen: list[Exercise] = []
        while len(chosen) < count and (found := self._choose(pool, chosen)):
            chosen.append(found)
        return chosen

    def _fitting(self, slot: ExercisePlace) -> list[Exercise]:
        """Of the first pattern that has any; chance decides between those of equal rank."""
        patterns = list(slot.patterns)
        if len(patterns) > 1 and self._chance.random() < 0.5:
            patterns.append(patterns.pop(0))
        for pattern in patterns:
            pool = [
                one
                for one in self._allowed[pattern]
                if one.kind == ExerciseKind.STRENGTH and _trains(one, slot.muscles)
            ]
            if pool:
                return pool
        return []

    def _choose(self, pool: list[Exercise], besides: list[Exercise]) -> Exercise | None:
        taken = {one.id for one in besides}
        left = [one for one in pool if one.id not in taken]
        if not left:
            return None
        best = max(left, key=self._score)
        self._used[best.id] += 1
        return best

    def _score(self, exercise: Exercise) -> float:
        return (
            self._chance.random()
            + (_LOADED if exercise.equipment else 0)
            + (_OF_THE_LEVEL if exercise.level == self._trainee.level else 0)
            + (_SUGGESTED if exercise.id in self._suggested else 0)
            - _USED * self._used[exercise.id]
        )


def _trains(exercise: Exercise, muscles: frozenset[Muscle]) -> bool:
    return not muscles or not muscles.isdisjoint(exercise.muscles.primary)

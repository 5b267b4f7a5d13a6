"""Whom a workout plan is for, and what it is to be."""

from dataclasses import dataclass

from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import Contraindication, Equipment, Level
from stvos.plans.vocabulary import RANKS, Intensity, TrainingAim


@dataclass(frozen=True, slots=True)
class Trainee:
    """`days`: the weekdays of the sessions, 1 is Monday. `minutes`: how long each is."""

    days: tuple[int, ...] = (1, 3, 5)
    minutes: int = 45
    weeks: int = 6
    level: Level = Level.BEGINNER
    aim: TrainingAim = TrainingAim.HEALTH
    intensity: Intensity = Intensity.MEDIUM
    equipment: frozenset[Equipment] = frozenset()
    injuries: frozenset[Contraindication] = frozenset()
    age: int = 35

    def may_do(self, exercise: Exercise) -> bool:
        """Whether equipment, injuries and level allow an exercise."""
        return (
            self.equipment.issuperset(exercise.equipment)
            and self.injuries.isdisjoint(exercise.contraindications)
            and RANKS[exercise.level] <= RANKS[self.level]
        )

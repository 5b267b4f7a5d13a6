"""How much of an exercise: sets, repetitions, rest and effort, by aim and level.

Sources: American College of Sports Medicine, Progression Models in Resistance Training for Healthy
Adults, Med Sci Sports Exerc 2009;41(3):687-708 (repetitions and rest by aim, one to three sets for
novices, a load 2 to 10 % higher once one or two repetitions more are possible); Garber et al.,
Quantity and Quality of Exercise, ibid. 2011;43(7):1334-59 (10 to 15 repetitions for older people
who begin, stretches held for 10 to 30 s and for 60 s in all). Effort is the rating of perceived
exertion from 1 to 10 (Borg CR10).
"""

import re
from dataclasses import dataclass, replace

from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import Contraindication, Level, Measure, Pattern
from stvos.plans.trainee import Trainee
from stvos.plans.vocabulary import RANKS, Intensity, TrainingAim

SECONDS_A_REP = 4
CHANGE_OVER = 60
"""Seconds for getting ready for an exercise."""

BLOCK = 4
"""Every so many weeks one is lighter."""

_REPS: dict[TrainingAim, tuple[tuple[int, int], ...]] = {
    TrainingAim.STRENGTH: ((8, 10), (6, 8), (4, 6)),
    TrainingAim.MUSCLE: ((8, 10), (8, 10), (6, 8)),
    TrainingAim.ENDURANCE: ((10, 13), (13, 16), (15, 18)),
    TrainingAim.FAT_LOSS: ((10, 12), (10, 12), (10, 12)),
    TrainingAim.HEALTH: ((8, 10), (8, 10), (8, 10)),
}
_GENTLE_REPS = (10, 12)
_REST: dict[TrainingAim, tuple[int, int]] = {
    TrainingAim.STRENGTH: (120, 180),
    TrainingAim.MUSCLE: (60, 120),
    TrainingAim.ENDURANCE: (30, 60),
    TrainingAim.FAT_LOSS: (45, 60),
    TrainingAim.HEALTH: (60, 90),
}
_SHORT_REST = (45, 75)
_SHORT_SESSION = 25
_SETS = {Level.BEGINNER: 2, Level.INTERMEDIATE: 3, Level.ADVANCED: 3}
_MOST_SETS = {Level.BEGINNER: 3, Level.INTERMEDIATE: 4, Level.ADVANCED: 5}
_EFFORTS = {Level.BEGINNER: 5, Level.INTERMEDIATE: 6, Level.ADVANCED: 7}
_SHIFT = {Intensity.LOW: -1, Intensity.MEDIUM: 0, Intensity.HIGH: 1}
_GENTLE_EFFORT = 5
_CAREFUL = frozenset(
    {
        Contraindication.PREGNANCY,
        Contraindication.HIGH_BLOOD_PRESSURE,
        Contraindication.HEART_CONDITION,
        Contraindication.OSTEOPOROSIS,
    }
)
_WRITTEN = re.compile(r"(\d+)-(\d+)(?: (seconds|metres))?")
_YOUNG, _OLD = 16, 60


@dataclass(frozen=True, slots=True)
class Dose:
    """`low` to `high` of what the exercise is measured in; rest in seconds."""

    sets: int
    low: int
    high: int
    measure: Measure
    rest: tuple[int, int]

    def seconds(self, *, unilateral: bool) -> float:
        """How long the exercise takes with its rests and getting ready. A metre takes a second."""
        one = (self.low + self.high) / 2 * (SECONDS_A_REP if self.measure == Measure.REPS else 1)
        work = one * (2 if unilateral else 1)
        return self.sets * work + (self.sets - 1) * sum(self.rest) / 2 + CHANGE_OVER

    @classmethod
    def of_words(cls, sets: int, reps: str, rest_time: str) -> "Dose | None":
        """The dose that `reps` and `rest_time` wrote; None for minutes of something."""
        found, rest = _WRITTEN.fullmatch(reps), _WRITTEN.fullmatch(rest_time)
        if found is None or rest is None:
            return None
        low, high, unit = found.groups()
        measure = Measure(unit) if unit else Measure.REPS
        return cls(sets, int(low), int(high), measure, (int(rest[1]), int(rest[2])))

    def of_sets(self, sets: int) -> "Dose":
        return replace(self, sets=sets)

    @property
    def reps(self) -> str:
        count = f"{self.low}-{self.high}"
        return count if self.measure == Measure.REPS else f"{count} {self.measure.value}"

    @property
    def rest_time(self) -> str:
        return f"{self.rest[0]}-{self.rest[1]} seconds"


def is_careful(trainee: Trainee) -> bool:
    """Whether age or a condition asks for more repetitions with less effort."""
    return bool(trainee.injuries & _CAREFUL) or not _YOUNG <= trainee.age < _OLD


def is_lighter(week: int) -> bool:
    return week % BLOCK == 0


def sets_of(trainee: Trainee) -> int:
    return _SETS[trainee.level]


def most_sets(trainee: Trainee) -> int:
    return _MOST_SETS[trainee.level]


def effort_of(trainee: Trainee, week: int) -> int:
    """Rising within a block; gentle where care is called for, and in a lighter week."""
    start = _EFFORTS[trainee.level] + _SHIFT[trainee.intensity]
    if is_careful(trainee):
        start = min(start, _GENTLE_EFFORT)
    if is_lighter(week):
        return start - 1
    rise = 1 if is_careful(trainee) else 2
    return start + min((week - 1) % BLOCK, rise)


def dose_of(exercise: Exercise, trainee: Trainee, week: int, sets: int) -> Dose:
    """The dose of a main exercise in a week: a repetition more each week of a block, and a third
    of the sets less in its lighter week, or of the repetitions where there is one set.
    """
    low, high = _REPS[trainee.aim][RANKS[trainee.level]]
    if is_careful(trainee):
        low, high = max(low, _GENTLE_REPS[0]), max(high, _GENTLE_REPS[1])
    if exercise.pattern == Pattern.ISOLATION:
        low, high = low + 2, high + 2
    timed = (20, 30)
    step = 0 if is_lighter(week) else (week - 1) % BLOCK
    if is_lighter(week) and sets == 1:
        low, high = low * 2 // 3, high * 2 // 3
        timed = (13, 20)
    elif is_lighter(week):
        sets = sets * 2 // 3
    rest = _REST[trainee.aim]
    if trainee.minutes < _SHORT_SESSION:
        rest = min(rest, _SHORT_REST)
    if exercise.measured_by == Measure.REPS:
        return Dose(sets, low + step, high + step, Measure.REPS, rest)
    shorter, longer = (time + 5 * step for time in timed)
    return Dose(sets, shorter, longer, exercise.measured_by, rest)

"""Which movements are trained on which day of the week.

Whole-body sessions up to three days, upper and lower body on four, and movements apart on more
(ACSM 2009, see `doses`); a family of movements rests for a day before it is trained again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from stvos.exercises.vocabulary import Muscle, Pattern
from stvos.plans.vocabulary import CORE

_WEEK = 7
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPREADS: dict[int, tuple[int, ...]] = {
    1: (3,),
    2: (1, 4),
    3: (1, 3, 5),
    4: (1, 2, 4, 5),
    5: (1, 2, 3, 5, 6),
    6: (1, 2, 3, 4, 5, 6),
    7: (1, 2, 3, 4, 5, 6, 7),
}


class Focus(StrEnum):
    FULL = "Full body"
    UPPER = "Upper body"
    LOWER = "Lower body"
    PUSH = "Push"
    PULL = "Pull"
    CONDITIONING = "Conditioning and mobility"


_SPLITS: dict[int, tuple[Focus, ...]] = {
    4: (Focus.UPPER, Focus.LOWER, Focus.UPPER, Focus.LOWER),
    5: (Focus.PUSH, Focus.PULL, Focus.LOWER, Focus.UPPER, Focus.LOWER),
    6: (Focus.PUSH, Focus.LOWER, Focus.PULL) * 2,
    7: (Focus.PUSH, Focus.LOWER, Focus.PULL) * 2 + (Focus.CONDITIONING,),
}
_SPLITS_IN_A_ROW = {
    2: (Focus.UPPER, Focus.LOWER),
    3: (Focus.PUSH, Focus.LOWER, Focus.PULL),
}


@dataclass(frozen=True, slots=True)
class ExercisePlace:
    """A place for an exercise of one of the patterns; an isolation of one of the muscles."""

    patterns: tuple[Pattern, ...]
    muscles: frozenset[Muscle] = frozenset()


_KNEE = ExercisePlace((Pattern.SQUAT, Pattern.LUNGE))
_HIP = ExercisePlace((Pattern.HINGE,))
_PUSH = ExercisePlace((Pattern.HORIZONTAL_PUSH,))
_PRESS = ExercisePlace((Pattern.VERTICAL_PUSH, Pattern.HORIZONTAL_PUSH))
_ROW = ExercisePlace((Pattern.HORIZONTAL_PULL,))
_PULL = ExercisePlace((Pattern.VERTICAL_PULL, Pattern.HORIZONTAL_PULL))
_CORE = ExercisePlace(CORE)
_ARMS_PUSH = ExercisePlace(
    (Pattern.ISOLATION,), frozenset({Muscle.TRICEPS, Muscle.CHEST, Muscle.SHOULDERS})
)
_ARMS_PULL = ExercisePlace(
    (Pattern.ISOLATION,),
    frozenset({Muscle.BICEPS, Muscle.FOREARMS, Muscle.UPPER_BACK, Muscle.LATS, Muscle.TRAPEZIUS}),
)
_LEGS = ExercisePlace(
    (Pattern.ISOLATION,),
    frozenset(
        {Muscle.GLUTES, Muscle.HAMSTRINGS, Muscle.QUADRICEPS, Muscle.CALVES}
        | {Muscle.ABDUCTORS, Muscle.ADDUCTORS}
    ),
)
_SLOTS: dict[Focus, tuple[ExercisePlace, ...]] = {
    Focus.UPPER: (_PUSH, _ROW, _PRESS, _PULL, _CORE, _ARMS_PUSH, _ARMS_PULL, _PUSH, _ROW, _CORE),
    Focus.LOWER: (_KNEE, _HIP, _CORE, _LEGS, _KNEE, _HIP, _CORE, _LEGS, _KNEE, _CORE),
    Focus.PUSH: (_PUSH, _PRESS, _CORE, _ARMS_PUSH, _PUSH, _PRESS, _CORE, _ARMS_PUSH, _CORE),
    Focus.PULL: (_ROW, _PULL, _CORE, _ARMS_PULL, _ROW, _PULL, _CORE, _ARMS_PULL, _CORE),
    Focus.CONDITIONING: (_CORE, _CORE),
}
_FULL_A = (_KNEE, _PUSH, _ROW, _HIP, _PRESS, _PULL, _CORE, _LEGS, _ARMS_PUSH, _ARMS_PULL, _CORE)
_FULL_B = (_HIP, _PULL, _PRESS, _KNEE, _ROW, _PUSH, _CORE, _LEGS, _ARMS_PULL, _ARMS_PUSH, _CORE)


def spread(count: int) -> tuple[int, ...]:
    """So many weekdays, as far apart as they can be."""
    return _SPREADS[count]


def chosen_from(days: tuple[int, ...], count: int) -> tuple[int, ...]:
    """So many of the days, evenly."""
    return tuple(days[number * len(days) // count] for number in range(count))


def focuses(days: tuple[int, ...]) -> tuple[Focus, ...]:
    """What each of the weekdays trains."""
    count = len(days)
    if count in _SPLITS:
        return _SPLITS[count]
    if count > 1 and _in_a_row(days):
        return _SPLITS_IN_A_ROW[count]
    return (Focus.FULL,) * count


def slots_of(focus: Focus, number: int) -> tuple[ExercisePlace, ...]:
    """The exercises of a session in the order of their importance; `number`: of the session in
    the week, from 0.
    """
    if focus is Focus.FULL:
        return _FULL_B if number % 2 else _FULL_A
    return _SLOTS[focus]


def _in_a_row(days: tuple[int, ...]) -> bool:
    following = (*days[1:], days[0] + _WEEK)
    return any(after - day == 1 for day, after in zip(days, following, strict=True))


def weekdays(names: Iterable[str]) -> tuple[int, ...]:
    """The numbers of weekdays, in order; 1 is Monday."""
    return tuple(sorted({_WEEKDAYS.index(name[:3].casefold()) + 1 for name in names}))

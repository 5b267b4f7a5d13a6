"""The workout planner: weeks of sessions, a pure function of whom they are for and a seed.

Each session is a warm-up, main exercises, conditioning that fills what time is left, and stretches;
its main exercises stay for a block of four weeks, the first of them for the whole plan. `doses` has
the sources.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from random import Random

from stvos.errors import InvalidInput
from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import Measure
from stvos.plans.choosing import Chooser
from stvos.plans.doses import (
    BLOCK,
    CHANGE_OVER,
    Dose,
    dose_of,
    effort_of,
    is_lighter,
    most_sets,
    sets_of,
)
from stvos.plans.splits import Focus, focuses, slots_of
from stvos.plans.trainee import Trainee
from stvos.plans.vocabulary import Part, TrainingAim
from stvos.plans.workout_models import PlanExercise, PlanFor, PlanSession, PlanWeek, WorkoutPlan

_MINUTE = 60
_KEPT = 4
"""So many of a session's exercises stay from block to block."""

_FEWEST = 2
_PEAK = BLOCK - 1
_SHARE_OF_CONDITIONING: dict[TrainingAim, float] = {
    TrainingAim.STRENGTH: 0.0,
    TrainingAim.MUSCLE: 0.0,
    TrainingAim.ENDURANCE: 0.35,
    TrainingAim.FAT_LOSS: 0.25,
    TrainingAim.HEALTH: 0.15,
}
_MOST_CONDITIONING = 0.6
_LONGEST_AT_ONE = 30
_MOST_KINDS = 3
_STRETCH = Dose(2, 25, 35, Measure.SECONDS, (10, 15))
_STRETCH_SECONDS = 135
"""Of a stretch for each side."""

_EASY = 3
_MOBILITY = 4
# By the length of the session: minutes, and how many.
_WARM_UPS = (3, 5, 5)
_STRETCHES = (1, 2, 3)


@dataclass(frozen=True, slots=True)
class _Session:
    """What a session of a block is made of; how much of it is decided for each week."""

    focus: Focus
    main: list[Exercise]
    sets: int
    cardio: list[Exercise]
    stretches: list[Exercise]


def planned(trainee: Trainee, seed: int, suggested: frozenset[int] = frozenset()) -> WorkoutPlan:
    """The plan, rather of exercises that were suggested; raises InvalidInput with the reason where
    there can be none.
    """
    blocks: list[list[_Session]] = []
    for block in range(-(-trainee.weeks // BLOCK)):
        # S311: a plan is varied by chance, not kept secret by it.
        chooser = Chooser(trainee, Random(f"{seed}/{block}"), suggested)  # noqa: S311
        before = blocks[-1] if blocks else None
        blocks.append(_sessions(trainee, chooser, before))
    weeks = tuple(
        PlanWeek(
            week=week,
            lighter=is_lighter(week),
            days=tuple(
                _day(trainee, day, session, week)
                for day, session in zip(trainee.days, blocks[(week - 1) // BLOCK], strict=True)
            ),
        )
        for week in range(1, trainee.weeks + 1)
    )
    return WorkoutPlan(
        title=_title(trainee),
        description=_description(trainee),
        generated_by="vertex" if suggested else "planner",
        made_for=PlanFor(
            days=trainee.days,
            minutes=trainee.minutes,
            level=trainee.level,
            aim=trainee.aim,
            intensity=trainee.intensity,
            equipment=tuple(sorted(trainee.equipment)),
            injuries=tuple(sorted(trainee.injuries)),
            age=trainee.age,
        ),
        weeks=weeks,
    )


def seconds_of(exercise: Exercise, dose: Dose) -> float:
    return dose.seconds(unilateral=exercise.unilateral)


# ------------------------------------------------------------ what a session is made of


def _sessions(
    trainee: Trainee, chooser: Chooser, before: Sequence[_Session] | None
) -> list[_Session]:
    return [
        _session(trainee, chooser, focus, number, before[number] if before else None)
        for number, focus in enumerate(focuses(trainee.days))
    ]


def _session(
    trainee: Trainee, chooser: Chooser, focus: Focus, number: int, before: _Session | None
) -> _Session:
    focus = before.focus if before else focus
    stretching = _STRETCHES[_length(trainee)] * _STRETCH_SECONDS
    if focus is not Focus.CONDITIONING:
        kept = before.main[:_KEPT] if before else []
        chosen = chooser.main(slots_of(focus, number), kept)
        for share in (_SHARE_OF_CONDITIONING[trainee.aim], 0.0):
            budget = _main_seconds(trainee, stretching, share)
            main, sets = _fitting(trainee, chosen, budget)
            if len(main) > _FEWEST:
                break
        if len(main) >= _FEWEST and _is_enough(trainee, main, sets):
            return _with_the_rest(trainee, chooser, focus, main, sets)
    chosen = chooser.main(slots_of(Focus.CONDITIONING, number), []) + chooser.mobility(_MOBILITY)
    main, sets = _fitting(trainee, chosen, _main_seconds(trainee, stretching, _MOST_CONDITIONING))
    return _with_the_rest(trainee, chooser, Focus.CONDITIONING, main, sets)


def _with_the_rest(
    trainee: Trainee, chooser: Chooser, focus: Focus, main: list[Exercise], sets: int
) -> _Session:
    stretches = chooser.stretches(_STRETCHES[_length(trainee)], main)
    return _Session(focus, main, sets, chooser.cardio(_MOST_KINDS), stretches)


def _fitting(
    trainee: Trainee, chosen: Sequence[Exercise], budget: float
) -> tuple[list[Exercise], int]:
    """As many of the exercises as fit, and the sets of each: fewer where hardly any would fit,
    more where all do.
    """
    sets = sets_of(trainee)
    fitting = _first(trainee, chosen, sets, budget)
    while len(fitting) <= _FEWEST and sets > 1:
        sets -= 1
        fitting = _first(trainee, chosen, sets, budget)
    while len(fitting) == len(chosen) and sets < most_sets(trainee):
        if len(_first(trainee, chosen, sets + 1, budget)) < len(chosen):
            break
        sets += 1
    return fitting, sets


def _first(
    trainee: Trainee, chosen: Sequence[Exercise], sets: int, budget: float
) -> list[Exercise]:
    spent = 0.0
    for number, exercise in enumerate(chosen):
        spent += _at_most(trainee, exercise, sets)
        if spent > budget:
            return list(chosen[:number])
    return list(chosen)


def _at_most(trainee: Trainee, exercise: Exercise, sets: int) -> float:
    """What an exercise takes in the week in which it takes longest."""
    week = min(trainee.weeks, _PEAK)
    return seconds_of(exercise, dose_of(exercise, trainee, week, sets))


def _is_enough(trainee: Trainee, main: Sequence[Exercise], sets: int) -> bool:
    """Whether the exercises fill so much that conditioning does not become the session."""
    used = sum(_at_most(trainee, exercise, sets) for exercise in main)
    left = _main_seconds(trainee, 0, 0.0) - used
    return left <= _MOST_CONDITIONING * trainee.minutes * _MINUTE


def _main_seconds(trainee: Trainee, stretching: float, share: float) -> float:
    """What warm-up, stretches and a share of conditioning leave of a session."""
    whole = trainee.minutes * _MINUTE
    return whole * (1 - share) - _WARM_UPS[_length(trainee)] * _MINUTE - stretching


def _length(trainee: Trainee) -> int:
    """0 for a short session, 2 for a long one."""
    return 0 if trainee.minutes < 30 else 1 if trainee.minutes < 60 else 2


def _stretching(stretches: Sequence[Exercise]) -> float:
    # No one needs a minute to get ready for a stretch.
    return sum(seconds_of(one, _STRETCH) - CHANGE_OVER for one in stretches)


# ------------------------------------------------------------ a session in a week


def _day(trainee: Trainee, day: int, session: _Session, week: int) -> PlanSession:
    doses = [dose_of(one, trainee, week, session.sets) for one in session.main]
    used = sum(map(seconds_of, session.main, doses)) + _stretching(session.stretches)
    left = round(trainee.minutes - used / _MINUTE)
    warm_up = _WARM_UPS[_length(trainee)]
    easy = left - warm_up
    if easy < _FEWEST or not session.cardio:
        warm_up, easy = max(warm_up, left), 0
    effort = effort_of(trainee, week)
    timed = [(session.cardio[0], warm_up)] if session.cardio else []
    conditioning = _shared(session.cardio[::-1], easy)
    exercises = (
        *(_for_minutes(one, Part.WARM_UP, minutes, _EASY) for one, minutes in timed),
        *(
            _dosed(one, Part.MAIN, dose, effort)
            for one, dose in zip(session.main, doses, strict=True)
        ),
        *(
            _for_minutes(one, Part.CONDITIONING, minutes, min(effort, 6))
            for one, minutes in conditioning
        ),
        *(_dosed(one, Part.COOL_DOWN, _STRETCH, _EASY - 1) for one in session.stretches),
    )
    minutes = round(used / _MINUTE + sum(m for _, m in timed) + sum(m for _, m in conditioning))
    return PlanSession(day=day, name=session.focus.value, minutes=minutes, exercises=exercises)


def _shared(cardio: Sequence[Exercise], minutes: int) -> list[tuple[Exercise, int]]:
    """The minutes in stretches that are not too long. Raises InvalidInput where they would be."""
    if minutes <= 0:
        return []
    for kinds in count(1):
        if kinds > len(cardio):
            raise InvalidInput.at(
                "body.preferences.sessionDuration",
                "is more than the exercises that injuries and equipment leave can fill",
            )
        if minutes <= kinds * _LONGEST_AT_ONE:
            break
    each, more = divmod(minutes, kinds)
    return [(one, each + (number < more)) for number, one in enumerate(cardio[:kinds])]


def _dosed(exercise: Exercise, part: Part, dose: Dose, effort: int) -> PlanExercise:
    return PlanExercise(
        exercise_id=exercise.id,
        part=part,
        sets=dose.sets,
        reps=dose.reps,
        rest_time=dose.rest_time,
        effort=effort,
    )


def _for_minutes(exercise: Exercise, part: Part, minutes: int, effort: int) -> PlanExercise:
    return PlanExercise(
        exercise_id=exercise.id,
        part=part,
        sets=1,
        reps=f"{minutes} minutes" if minutes > 1 else "1 minute",
        rest_time="0 seconds",
        effort=effort,
    )


# ------------------------------------------------------------ what it says of itself


def _title(trainee: Trainee) -> str:
    weeks, days = trainee.weeks, len(trainee.days)
    return (
        f"{weeks} {'week' if weeks == 1 else 'weeks'} for {trainee.aim.value.replace('_', ' ')}, "
        f"{days} {'day' if days == 1 else 'days'} a week"
    )


def _description(trainee: Trainee) -> str:
    lighter = " Every fourth week is lighter." if trainee.weeks >= BLOCK else ""
    return (
        f"Sessions of {trainee.minutes} minutes. Repetitions rise from week to week; take 2 to "
        f"10 % more load where one or two repetitions more than planned are possible.{lighter}"
    )

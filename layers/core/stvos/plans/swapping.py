"""Another exercise in the place of one, with the rest of the plan as it is."""

from random import Random

from stvos.errors import InvalidInput, NotFound
from stvos.exercises.library import require_exercise, search
from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import Contraindication, Measure, Pattern
from stvos.plans.choosing import is_held, is_steady
from stvos.plans.doses import Dose, dose_of
from stvos.plans.requests import SwapBody
from stvos.plans.trainee import Trainee
from stvos.plans.vocabulary import CORE, FAMILIES, Part
from stvos.plans.workout_models import PlanExercise, PlanSession, PlanWeek, WorkoutPlan

_WITHIN = 0.08
_MOST_SETS = 6
_MINUTE = 60


def swapped(
    plan: WorkoutPlan, body: SwapBody, injuries: frozenset[Contraindication], seed: int
) -> WorkoutPlan:
    """The plan with one exercise changed for the one that is named, or another that trains the
    same. `injuries`: those that the member has now. Raises InvalidInput.
    """
    week, session, old = _place(plan, body)
    trainee = plan.made_for.trainee(len(plan.weeks), injuries)
    fitting = _fitting(trainee, session, old)
    if body.exercise_id is None:
        new = _other(fitting, require_exercise(old.exercise_id), seed)
    else:
        new = _named(body.exercise_id, fitting)
    after = _with(session, body.exercise_index, _dosed(trainee, session, old, new, body.week))
    days = tuple(after if one is session else one for one in week.days)
    weeks = tuple(
        one.model_copy(update={"days": days}) if one is week else one for one in plan.weeks
    )
    return plan.model_copy(update={"weeks": weeks})


def _place(plan: WorkoutPlan, body: SwapBody) -> tuple[PlanWeek, PlanSession, PlanExercise]:
    week = next((one for one in plan.weeks if one.week == body.week), None)
    if week is None:
        raise InvalidInput.at("body.week", f"must be one of the plan's {len(plan.weeks)} weeks")
    session = next((one for one in week.days if one.day == body.day), None)
    if session is None:
        trained = ", ".join(str(one.day) for one in week.days)
        raise InvalidInput.at("body.day", f"must be a day with a session: {trained}")
    if body.exercise_index >= len(session.exercises):
        raise InvalidInput.at(
            "body.exerciseIndex", f"must be below the session's {len(session.exercises)} exercises"
        )
    return week, session, session.exercises[body.exercise_index]


def _fitting(trainee: Trainee, session: PlanSession, old: PlanExercise) -> list[Exercise]:
    """What the member may do in its place: the same kind of movement, not in the session yet."""
    before = require_exercise(old.exercise_id)
    there = {one.exercise_id for one in session.exercises}
    return [
        one
        for one in search()
        if one.id not in there and trainee.may_do(one) and _does_the_same(old.part, before, one)
    ]


def _does_the_same(part: Part, before: Exercise, one: Exercise) -> bool:
    if part is Part.COOL_DOWN:
        return is_held(one)
    if part is not Part.MAIN:
        return is_steady(one)
    if one.kind != before.kind:
        return False
    if before.pattern in FAMILIES:
        return FAMILIES.get(one.pattern) == FAMILIES[before.pattern]
    if before.pattern in CORE:
        return one.pattern in CORE
    if before.pattern == Pattern.ISOLATION:
        muscles = set(before.muscles.primary)
        return one.pattern == before.pattern and not muscles.isdisjoint(one.muscles.primary)
    return one.pattern == before.pattern


def _other(fitting: list[Exercise], before: Exercise, seed: int) -> Exercise:
    """One of them, rather one that takes as long and is the same movement."""
    if not fitting:
        raise InvalidInput.at("body.exerciseIndex", "has no other exercise that the member may do")
    chance = Random(seed)  # noqa: S311
    return max(
        fitting,
        key=lambda one: (
            one.unilateral == before.unilateral,
            _is_counted(one) == _is_counted(before),
            one.pattern == before.pattern,
            chance.random(),
        ),
    )


def _named(exercise_id: int, fitting: list[Exercise]) -> Exercise:
    try:
        require_exercise(exercise_id)
    except NotFound:
        raise InvalidInput.at("body.exerciseId", "is no exercise of the library") from None
    for one in fitting:
        if one.id == exercise_id:
            return one
    raise InvalidInput.at(
        "body.exerciseId",
        "must train the same, be possible with the plan's equipment, level and injuries, and not "
        "be in the session",
    )


def _dosed(
    trainee: Trainee, session: PlanSession, old: PlanExercise, new: Exercise, week: int
) -> PlanExercise:
    """The new exercise with the old one's dose; with as many sets as keep the session's length."""
    before = require_exercise(old.exercise_id)
    dose = Dose.of_words(old.sets, old.reps, old.rest_time)
    if dose is None or old.part is not Part.MAIN:
        return old.model_copy(update={"exercise_id": new.id})
    taken = dose.seconds(unilateral=before.unilateral)
    if _is_counted(new) != _is_counted(before):
        fresh = dose_of(new, trainee, week, 1)
        dose = Dose(dose.sets, fresh.low, fresh.high, fresh.measure, dose.rest)
    elif not _is_counted(new):
        dose = Dose(dose.sets, dose.low, dose.high, new.measured_by, dose.rest)
    again, others = dose, session.minutes * _MINUTE - taken
    wanted = trainee.minutes * _MINUTE

    def missed(sets: int) -> float:
        """By how much the session would be too long or too short; a little does not count."""
        whole = others + again.of_sets(sets).seconds(unilateral=new.unilateral)
        return max(0.0, abs(whole - wanted) - _WITHIN * wanted)

    as_it_was_first = [dose.sets, *(sets for sets in range(1, _MOST_SETS) if sets != dose.sets)]
    dose = again.of_sets(min(as_it_was_first, key=missed))
    return old.model_copy(update={"exercise_id": new.id, "sets": dose.sets, "reps": dose.reps})


def _with(session: PlanSession, index: int, new: PlanExercise) -> PlanSession:
    old = session.exercises[index]
    exercises = (*session.exercises[:index], new, *session.exercises[index + 1 :])
    longer = _seconds(new) - _seconds(old)
    return session.model_copy(
        update={
            "exercises": exercises,
            "minutes": round(session.minutes + longer / _MINUTE),
        }
    )


def _seconds(one: PlanExercise) -> float:
    dose = Dose.of_words(one.sets, one.reps, one.rest_time)
    unilateral = require_exercise(one.exercise_id).unilateral
    return dose.seconds(unilateral=unilateral) if dose else 0.0


def _is_counted(exercise: Exercise) -> bool:
    return exercise.measured_by == Measure.REPS

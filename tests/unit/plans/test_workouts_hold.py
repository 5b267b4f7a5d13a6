"""An independent checker: it reads the library's files and shares no rule with the planner."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from random import Random
from typing import Any, Final

from stvos.errors import InvalidInput
from stvos.exercises import library
from stvos.exercises.vocabulary import Contraindication, Equipment, Level
from stvos.plans.trainee import Trainee
from stvos.plans.vocabulary import Intensity, TrainingAim
from stvos.plans.workout_models import PlanExercise, PlanSession, WorkoutPlan
from stvos.plans.workouts import planned

PROFILES: Final = 2_000
SUGGESTED: Final = 600
RANK: Final = {"beginner": 0, "intermediate": 1, "advanced": 2}
FAMILY: Final = {
    "squat": "lower",
    "hinge": "lower",
    "lunge": "lower",
    "horizontal_push": "push",
    "vertical_push": "push",
    "horizontal_pull": "pull",
    "vertical_pull": "pull",
}
LIBRARY: Final[dict[int, dict[str, Any]]] = {
    row["id"]: row
    | {name: frozenset(row[name]) for name in ("contraindications", "equipment")}
    | {"rank": RANK[row["level"]], "family": FAMILY.get(row["pattern"], "other")}
    for file in library._DATA.glob("*.json")
    for row in json.loads(file.read_text())
}
IN_FAMILIES: Final = [row for row in LIBRARY.values() if row["family"] != "other"]
# Repetitions by aim, the widest that the sources name, with the rise of three weeks.
REPS: Final = {
    TrainingAim.STRENGTH: (4, 14),
    TrainingAim.MUSCLE: (6, 16),
    TrainingAim.ENDURANCE: (10, 22),
    TrainingAim.FAT_LOSS: (8, 16),
    TrainingAim.HEALTH: (8, 16),
}


@cache
def middle(text: str) -> float:
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    return sum(numbers) / len(numbers)


def seconds(exercise: PlanExercise) -> float:
    """What the words of an exercise take: 4 s a repetition, a second a metre, each side alone."""
    row = LIBRARY[exercise.exercise_id]
    if "minute" in exercise.reps:
        return middle(exercise.reps) * 60
    unit = 1 if "seconds" in exercise.reps or "metres" in exercise.reps else 4
    work = middle(exercise.reps) * unit * (2 if row["unilateral"] else 1)
    ready = 60 if exercise.part == "main" else 0
    return exercise.sets * work + (exercise.sets - 1) * middle(exercise.rest_time) + ready


def mains(session: PlanSession) -> list[PlanExercise]:
    return [one for one in session.exercises if one.part == "main"]


def families(session: PlanSession) -> set[str]:
    return {LIBRARY[one.exercise_id]["family"] for one in mains(session)} - {"other"}


def is_fit(row: dict[str, Any], who: Trainee) -> bool:
    return bool(
        row["rank"] <= RANK[who.level]
        and row["equipment"] <= set(map(str, who.equipment))
        and row["contraindications"].isdisjoint(map(str, who.injuries))
    )


def volume(session: PlanSession) -> float:
    return sum(one.sets * middle(one.reps) for one in mains(session))


def faults(plan: WorkoutPlan, who: Trainee) -> Iterator[str]:
    if [week.week for week in plan.weeks] != list(range(1, who.weeks + 1)):
        yield "weeks are missing"
    used = {one.exercise_id for week in plan.weeks for day in week.days for one in day.exercises}
    for exercise_id in used:
        yield from faults_of_exercise(LIBRARY[exercise_id], who)
    can = {row["family"] for row in IN_FAMILIES if is_fit(row, who)}
    for week in plan.weeks:
        if tuple(day.day for day in week.days) != who.days:
            yield f"week {week.week} has other days"
        for session in week.days:
            yield from faults_of_session(session, who, 0.6 if week.lighter else 1)
        yield from faults_of_balance(list(week.days), can)
    yield from faults_of_progress(plan)


def faults_of_exercise(row: dict[str, Any], who: Trainee) -> Iterator[str]:
    if not row["contraindications"].isdisjoint(map(str, who.injuries)):
        yield f"{row['slug']} is banned by an injury"
    if not row["equipment"] <= set(map(str, who.equipment)):
        yield f"{row['slug']} needs equipment that is missing"
    if row["rank"] > RANK[who.level]:
        yield f"{row['slug']} is too hard"


def faults_of_session(session: PlanSession, who: Trainee, least: float) -> Iterator[str]:
    whole = sum(map(seconds, session.exercises)) / 60
    if abs(whole - who.minutes) > 0.1 * who.minutes:
        yield f"{whole:.1f} minutes instead of {who.minutes}"
    if abs(whole - session.minutes) > 1:
        yield "says another length than it has"
    if session.exercises[0].part != "warm_up" or session.exercises[-1].part != "cool_down":
        yield "no warm-up or cool-down"
    low, high = REPS[who.aim]
    done: set[int] = set()
    for one in mains(session):
        if one.exercise_id in done:
            yield "an exercise twice in a session"
        done.add(one.exercise_id)
        counted = LIBRARY[one.exercise_id]["measuredBy"] == "reps"
        if counted and not low * least <= middle(one.reps) <= max(high, 16):
            yield f"{one.reps} repetitions for {who.aim}"
        if not 1 <= one.sets <= 5 or not 1 <= one.effort <= 10:
            yield "sets or an effort beyond reason"


def faults_of_balance(days: list[PlanSession], can: set[str]) -> Iterator[str]:
    """`can`: the families of movements that there are exercises for."""
    trained = [families(session) for session in days]
    for number, session in enumerate(days):
        after = (number + 1) % len(days)
        if (days[after].day - session.day) % 7 == 1 and trained[number] & trained[after]:
            yield "the same movements on two days in a row"
    if all(session.name != "Full body" for session in days):
        return
    sets = Counter[str]()
    for session in days:
        for one in mains(session):
            sets[LIBRARY[one.exercise_id]["family"]] += one.sets
    if len(days) > 1 and not can <= set(sets):
        yield f"no {can - set(sets)} all week"
    if {"push", "pull"} <= can and not 0.5 <= sets["push"] / max(1, sets["pull"]) <= 2:
        yield f"{sets['push']} sets of pushing against {sets['pull']} of pulling"


def faults_of_progress(plan: WorkoutPlan) -> Iterator[str]:
    for before, week in zip(plan.weeks, plan.weeks[1:], strict=False):
        for earlier, later in zip(before.days, week.days, strict=True):
            if not mains(later):
                continue
            if week.lighter and volume(later) > 0.85 * volume(earlier):
                yield f"week {week.week} is not lighter"
            if not week.lighter and not before.lighter and volume(later) <= volume(earlier):
                yield f"week {week.week} does not progress"
    for week in plan.weeks:
        if week.lighter != (week.week % 4 == 0):
            yield "the lighter weeks are not every fourth"


def somebody(chance: Random) -> Trainee:
    days = tuple(sorted(chance.sample(range(1, 8), chance.randint(1, 7))))
    injuries = chance.sample(list(Contraindication), chance.choice([0, 0, 1, 1, 2, 3]))
    return Trainee(
        days=days,
        minutes=chance.randint(15, 120),
        weeks=chance.choice([1, 1, 2, 4, 5]),
        level=chance.choice(list(Level)),
        aim=chance.choice(list(TrainingAim)),
        intensity=chance.choice(list(Intensity)),
        equipment=frozenset(chance.sample(list(Equipment), chance.choice([0, 1, 3, 8, 26]))),
        injuries=frozenset(injuries),
        age=chance.randint(13, 90),
    )


def test_the_plans_of_random_members_keep_every_rule() -> None:
    chance = Random(20261127)
    reasons: list[str] = []
    for seed in range(PROFILES):
        who = somebody(chance)
        try:
            plan = planned(who, seed)
        except InvalidInput as reason:
            reasons.append(reason.details)
            continue
        assert list(faults(plan, who)) == [], (seed, who)

    assert len(reasons) < PROFILES * 0.05, "impossible wishes are rare"
    assert all(reason.startswith("body.") for reason in reasons), "the reason is told"


def test_whatever_a_model_suggests_the_rules_are_kept() -> None:
    """Ids that are banned, unknown, or all of one kind; a plan that was possible stays so."""
    chance = Random(7)
    banned = Trainee(injuries=frozenset(Contraindication))
    kinds: list[list[int]] = [
        [number for number, row in LIBRARY.items() if not is_fit(row, banned)],
        [number for number, row in LIBRARY.items() if row["rank"] == 2],
        [number for number, row in LIBRARY.items() if row["family"] == "push"],
        [-1, 0, 10**15],
        list(LIBRARY),
    ]
    for seed in range(SUGGESTED):
        who, suggested = somebody(chance), frozenset(chance.choice(kinds))
        if seed % 2:
            suggested = frozenset(chance.sample(list(LIBRARY), chance.randint(1, 30)))
        try:
            planned(who, seed)
        except InvalidInput:
            continue
        assert list(faults(planned(who, seed, suggested), who)) == [], (seed, who)


def test_what_is_suggested_and_fits_is_rather_taken() -> None:
    who = Trainee(level=Level.ADVANCED, equipment=frozenset(Equipment), weeks=1)
    plain = planned(who, 3)
    fitting = [number for number, row in LIBRARY.items() if is_fit(row, who)]
    suggested = frozenset(Random(3).sample(fitting, len(fitting) // 3))

    def taken(plan: WorkoutPlan) -> int:
        days = (day for week in plan.weeks for day in week.days)
        return sum(one.exercise_id in suggested for day in days for one in day.exercises)

    assert taken(planned(who, 3, suggested)) > taken(plain) * 1.5
    assert planned(who, 3, suggested).generated_by == "vertex"
    assert plain.generated_by == "planner"


def test_the_same_member_and_seed_get_the_same_plan() -> None:
    chance = Random(1)
    for seed in range(20):
        who = somebody(chance)
        try:
            plan = planned(who, seed)
        except InvalidInput:
            continue
        assert planned(who, seed) == plan
    assert planned(Trainee(), 1) != planned(Trainee(), 2)


def test_the_checker_sees_what_is_wrong() -> None:
    who = Trainee(
        level=Level.ADVANCED, equipment=frozenset(Equipment), aim=TrainingAim.STRENGTH, weeks=4
    )
    plan = planned(who, 1)
    injured = Trainee(injuries=frozenset(Contraindication), weeks=4)
    words = " ".join(faults(plan, injured))
    steady = plan.model_copy(update={"weeks": (plan.weeks[0], plan.weeks[0], *plan.weeks[2:])})
    short = Trainee(level=Level.ADVANCED, equipment=frozenset(Equipment), minutes=90, weeks=4)
    full = [day.model_copy(update={"day": n + 1}) for n, day in enumerate(plan.weeks[0].days)]

    assert list(faults(plan, who)) == []
    assert "is banned by an injury" in words
    assert "needs equipment" in words
    assert "is too hard" in words
    assert any("does not progress" in fault for fault in faults(steady, who))
    assert any("minutes instead of" in fault for fault in faults(plan, short))
    assert any("two days in a row" in fault for fault in faults_of_balance(full, set()))

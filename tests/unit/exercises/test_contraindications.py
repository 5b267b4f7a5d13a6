"""Rules of caution that hold over the whole library, read off the movement and its words."""

import re
from typing import Final

import pytest

from stvos.exercises import library
from stvos.exercises.models import Exercise
from stvos.exercises.vocabulary import Contraindication as Sore
from stvos.exercises.vocabulary import Equipment, ExerciseKind, Muscle, Pattern

LEGS: Final = {Muscle.QUADRICEPS, Muscle.GLUTES, Muscle.CALVES}
WEIGHTS: Final = {Equipment.BARBELL, Equipment.DUMBBELL, Equipment.KETTLEBELL}
BELOW_THE_CHIN: Final = {"low-to-high-band-press"}
FOREARMS_DOWN: Final = {"forearm-push-up-plus"}


def says(pattern: str, exercise: Exercise) -> bool:
    return re.search(pattern, exercise.instructions, re.I) is not None


def careless(exercises: list[Exercise], *needed: Sore) -> list[str]:
    """The names of those that lack one of the contraindications they need."""
    assert exercises, "the rule must apply to something"
    return [e.name for e in exercises if not set(needed) <= set(e.contraindications)]


def test_jumping_is_kept_from_sore_legs_and_backs_and_from_fragile_members() -> None:
    jumps = [
        e
        for e in library.search()
        if (e.kind is ExerciseKind.PLYOMETRIC and LEGS & set(e.muscles.primary))
        or re.search(r"jump|-hop$|burpee|skipping", e.slug)
    ]

    assert careless(jumps, Sore.KNEE, Sore.ANKLE, Sore.HIP, Sore.LOWER_BACK) == []
    assert careless(jumps, Sore.PREGNANCY, Sore.HEART_CONDITION, Sore.OSTEOPOROSIS) == []


def test_running_is_kept_from_sore_legs() -> None:
    runs = [e for e in library.search() if re.search(r"-run(-|$)|hill-sprint|high-knees", e.slug)]

    assert careless(runs, Sore.KNEE, Sore.ANKLE, Sore.HIP, Sore.LOWER_BACK) == []


def test_pressing_overhead_is_kept_from_a_sore_shoulder() -> None:
    presses = [
        e
        for e in library.search()
        if e.pattern is Pattern.VERTICAL_PUSH and e.slug not in BELOW_THE_CHIN
    ]

    assert careless(presses, Sore.SHOULDER) == []


def test_a_weight_held_overhead_is_kept_from_a_sore_shoulder_and_neck() -> None:
    overhead = [
        e for e in library.search() if WEIGHTS & set(e.equipment) and says(r"\boverhead\b", e)
    ]

    assert careless(overhead, Sore.SHOULDER, Sore.NECK) == []


def test_hanging_from_a_bar_is_kept_from_sore_arms() -> None:
    hangs = [e for e in library.search() if Equipment.PULL_UP_BAR in e.equipment]

    assert careless(hangs, Sore.SHOULDER, Sore.ELBOW, Sore.WRIST) == []


def test_push_ups_are_kept_from_a_sore_wrist() -> None:
    push_ups = [e for e in library.search() if "push-up" in e.slug and e.slug not in FOREARMS_DOWN]

    assert careless(push_ups, Sore.WRIST) == []


def test_a_high_plank_is_kept_from_a_sore_wrist_and_shoulder() -> None:
    planks = [e for e in library.search() if says(r"high plank", e) or e.slug == "high-plank"]

    assert careless(planks, Sore.WRIST, Sore.SHOULDER) == []


def test_loaded_hinges_are_kept_from_a_sore_back() -> None:
    hinges = [e for e in library.search() if e.pattern is Pattern.HINGE and e.equipment]

    assert careless(hinges, Sore.LOWER_BACK) == []


def test_barbell_work_for_the_legs_is_kept_from_sore_backs_and_high_pressure() -> None:
    loaded = [
        e
        for e in library.search(equipment=Equipment.BARBELL)
        if e.pattern in {Pattern.SQUAT, Pattern.LUNGE, Pattern.HINGE}
    ]

    assert careless(loaded, Sore.LOWER_BACK, Sore.HIGH_BLOOD_PRESSURE) == []


@pytest.mark.parametrize("pattern", [Pattern.SQUAT, Pattern.LUNGE])
def test_bending_the_knees_deep_is_kept_from_a_sore_knee(pattern: Pattern) -> None:
    deep = [e for e in library.search() if e.pattern is pattern and e.slug != "mini-squat"]

    assert careless(deep, Sore.KNEE) == []


def test_kneeling_is_kept_from_a_sore_knee() -> None:
    kneeling = [e for e in library.search() if says(r"^kneel|\bkneel |hands and knees|kneel on", e)]

    assert careless(kneeling, Sore.KNEE) == []


def test_lying_flat_on_back_or_front_is_kept_from_pregnancy() -> None:
    flat = [
        e for e in library.search() if says(r"on your back\b|face down|^lie (?!on your side)", e)
    ]

    assert careless(flat, Sore.PREGNANCY) == []


def test_a_handstand_is_kept_from_high_pressure_and_a_sore_neck() -> None:
    inverted = [e for e in library.search() if "handstand" in e.slug or "pike" in e.slug]

    assert careless(inverted, Sore.HIGH_BLOOD_PRESSURE, Sore.NECK, Sore.WRIST) == []


def test_sprinting_is_kept_from_heart_conditions() -> None:
    sprints = [e for e in library.search() if "sprint" in e.slug or "interval" in e.slug]

    assert careless(sprints, Sore.HEART_CONDITION, Sore.HIGH_BLOOD_PRESSURE) == []


def test_rolling_the_spine_up_from_the_floor_is_kept_from_backs_and_brittle_bones() -> None:
    curls = [
        e
        for e in library.search()
        if re.search(r"sit-up|v-up|roll-up$|jefferson|(^|-)crunch", e.slug)
    ]

    assert careless(curls, Sore.LOWER_BACK, Sore.OSTEOPOROSIS) == []

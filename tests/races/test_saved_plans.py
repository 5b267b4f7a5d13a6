"""Plans that a member makes, changes and ends in one moment: no version is lost or made twice."""

from collections import Counter
from functools import partial
from types import ModuleType
from typing import Any

import pytest

from foods import create_nutrition_plan, delete_nutrition_plan, get_nutrition_plan
from plans import (
    create_class_plan,
    create_workout_plan,
    delete_class_plan,
    delete_workout_plan,
    get_class_plan,
    get_workout_plan,
    list_workout_plans,
    swap_exercise,
)
from tests.api.content.stock import Stock
from tests.races.conftest import all_at_once
from tests.world import Member, Reply, World

WEEK = {"preferences": {"duration": "1 week", "daysPerWeek": 7}}
KINDS: dict[str, tuple[ModuleType, ModuleType, ModuleType, dict[str, Any], str]] = {
    "workout": (create_workout_plan, get_workout_plan, delete_workout_plan, WEEK, "workoutPlan"),
    "nutrition": (
        create_nutrition_plan, get_nutrition_plan, delete_nutrition_plan, {}, "nutritionPlan",
    ),
    "classes": (create_class_plan, get_class_plan, delete_class_plan, {}, "classPlan"),
}  # fmt: skip


@pytest.fixture
def member(race_world: World) -> Member:
    stock = Stock.of(race_world)
    for number in range(3):
        stock.fitness_class(f"Flow {number}")
    stock.changed()
    return race_world.member()


def versions(replies: list[Reply], field: str) -> list[int]:
    """Of those that were made; the others came too late in all their tries."""
    assert {reply.status for reply in replies} <= {201, 409}, [reply.text for reply in replies]
    return [int(reply.data[field]["version"]) for reply in replies if reply.status == 201]


@pytest.mark.parametrize("kind", KINDS)
def test_each_plan_that_was_made_is_a_version_of_its_own(member: Member, kind: str) -> None:
    create, show, _, body, field = KINDS[kind]
    replies = all_at_once([partial(member.call, create, body=body) for _ in range(8)])

    made = versions(replies, field)
    assert sorted(made) == list(range(1, len(made) + 1))
    assert len(made) >= 4
    assert member.call(show).data[field]["version"] == len(made)


def test_the_history_is_whole(member: Member) -> None:
    made: list[int] = []
    for _ in range(3):
        calls = [partial(member.call, create_workout_plan, body=WEEK) for _ in range(4)]
        made += versions(all_at_once(calls), "workoutPlan")

    history = member.call(list_workout_plans, query={"limit": "10"}).data["items"]
    kept = [plan["version"] for plan in history]
    assert kept == list(range(len(made) - 1, 0, -1))[:10]


def test_parallel_swaps_lose_no_change(member: Member) -> None:
    """Each swaps another exercise: those that were answered are in the plan."""
    before = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]
    calls = [
        partial(member.call, swap_exercise, body={"week": 1, "day": day, "exerciseIndex": 1})
        for day in range(1, 8)
    ]
    replies = all_at_once(calls)
    assert {reply.status for reply in replies} <= {200, 409}, [reply.text for reply in replies]

    after = member.call(get_workout_plan).data["workoutPlan"]
    assert after["version"] == before["version"]
    changed = {
        day
        for day in range(1, 8)
        if _exercise(before, day)["exerciseId"] != _exercise(after, day)["exerciseId"]
    }
    assert changed == {day for day, reply in enumerate(replies, 1) if reply.status == 200}
    assert len(changed) >= 3


@pytest.mark.parametrize("kind", KINDS)
def test_making_and_ending_leave_one_plan_or_none(member: Member, kind: str) -> None:
    create, show, end, body, field = KINDS[kind]
    member.call(create, body=body)
    calls = [
        *(partial(member.call, create, body=body) for _ in range(4)),
        *(partial(member.call, end) for _ in range(4)),
    ]
    replies = all_at_once(calls)
    found = Counter(reply.status for reply in replies)
    assert set(found) <= {200, 201, 404, 409}, [reply.text for reply in replies]

    shown = member.call(show)
    assert shown.status in {200, 404}
    again = member.call(create, body=body)
    made = [r.data[field]["version"] for r in [*replies[:4], again] if r.status == 201]
    assert sorted(made) == list(range(2, len(made) + 2))


def _exercise(plan: dict[str, Any], day: int) -> dict[str, Any]:
    [session] = [each for each in plan["weeks"][0]["days"] if each["day"] == day]
    exercise: dict[str, Any] = session["exercises"][1]
    return exercise

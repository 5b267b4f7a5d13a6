"""POST /v1/users/me/workout-plan/swap."""

from copy import deepcopy
from typing import Any

import pytest

from members import update_me
from plans import create_workout_plan, get_workout_plan, swap_exercise
from stvos.exercises.library import require_exercise, search
from tests.world import Member, World

BODY = {
    "userProfile": {"equipment": ["dumbbells", "bench"], "fitnessLevel": "intermediate"},
    "preferences": {"duration": "4 weeks", "daysPerWeek": 3, "sessionDuration": 45},
}
_SECOND = {"week": 2, "day": 3}


def with_plan(world: World) -> tuple[Member, dict[str, Any]]:
    member = world.member()
    return member, member.call(create_workout_plan, body=BODY).data["workoutPlan"]


def session(plan: dict[str, Any]) -> list[dict[str, Any]]:
    (day,) = [day for day in plan["weeks"][1]["days"] if day["day"] == 3]
    exercises: list[dict[str, Any]] = day["exercises"]
    return exercises


@pytest.mark.parametrize("index", range(5))
def test_just_that_exercise_changes(world: World, index: int) -> None:
    member, before = with_plan(world)

    reply = member.call(swap_exercise, body=_SECOND | {"exerciseIndex": index})

    after = reply.data["workoutPlan"]
    old, new = session(before)[index], session(after)[index]
    assert old["exerciseId"] != new["exerciseId"]
    assert old["part"] == new["part"]
    put_back = deepcopy(after)
    session(put_back)[index] = old
    day = next(day for day in put_back["weeks"][1]["days"] if day["day"] == 3)
    assert day["duration"] == pytest.approx(45, rel=0.1)
    day["duration"] = next(d for d in before["weeks"][1]["days"] if d["day"] == 3)["duration"]
    assert put_back == before
    assert member.call(get_workout_plan).data["workoutPlan"] == after


def test_a_named_exercise_is_taken_where_it_trains_the_same(world: World) -> None:
    member, before = with_plan(world)
    old = require_exercise(session(before)[1]["exerciseId"])
    there = {one["exerciseId"] for one in session(before)}
    other = next(
        one
        for one in search()
        if one.pattern == old.pattern and not one.equipment and one.level == "beginner"
        and one.id not in there
    )  # fmt: skip

    body = _SECOND | {"exerciseIndex": 1, "exerciseId": other.id}
    after = member.call(swap_exercise, body=body).data["workoutPlan"]

    assert session(after)[1]["name"] == other.name


def test_what_an_injury_bans_since_is_not_taken(world: World) -> None:
    member, before = with_plan(world)
    member.call(update_me, body={"profile": {"injuries": ["shoulder"]}})
    pushing = next(
        number
        for number, one in enumerate(session(before))
        if require_exercise(one["exerciseId"]).pattern in {"horizontal_push", "vertical_push"}
    )

    reply = member.call(swap_exercise, body=_SECOND | {"exerciseIndex": pushing})

    if reply.status == 200:
        new = session(reply.data["workoutPlan"])[pushing]
        assert "shoulder" not in require_exercise(new["exerciseId"]).contraindications
    else:
        assert (reply.status, reply.paths) == (400, ["body.exerciseIndex"])


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"week": 5, "day": 1, "exerciseIndex": 0}, "body.week"),
        ({"week": 1, "day": 2, "exerciseIndex": 0}, "body.day"),
        ({"week": 1, "day": 1, "exerciseIndex": 25}, "body.exerciseIndex"),
        ({"week": 1, "day": 1, "exerciseIndex": -1}, "body.exerciseIndex"),
        ({"week": 1, "day": 1, "exerciseIndex": 1, "exerciseId": 7}, "body.exerciseId"),
        ({"week": 1, "exerciseIndex": 1}, "body.day"),
    ],
)
def test_what_is_not_in_the_plan_is_refused(world: World, body: dict[str, int], path: str) -> None:
    member, before = with_plan(world)

    reply = member.call(swap_exercise, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert member.call(get_workout_plan).data["workoutPlan"] == before


def test_an_exercise_that_trains_something_else_or_lacks_equipment_is_refused(
    world: World,
) -> None:
    member, before = with_plan(world)
    barbell = next(one for one in search() if "barbell" in one.equipment)
    stretch = next(one for one in search() if one.pattern == "stretch")
    for number in (barbell.id, stretch.id, session(before)[2]["exerciseId"]):
        body = _SECOND | {"exerciseIndex": 1, "exerciseId": number}
        reply = member.call(swap_exercise, body=body)
        assert (reply.status, reply.paths) == (400, ["body.exerciseId"])


def test_an_injury_that_is_not_known_is_named_where_it_is_stored(world: World) -> None:
    member, _ = with_plan(world)
    member.call(update_me, body={"profile": {"injuries": ["xyzzy"]}})

    reply = member.call(swap_exercise, body={"week": 1, "day": 1, "exerciseIndex": 0})

    assert (reply.status, reply.paths) == (400, ["profile.injuries[0]"])
    message = reply.json["fields"][0]["message"]
    assert "PUT /v1/users/me" in message
    assert "userProfile" not in message


def test_without_a_plan_there_is_nothing_to_swap(world: World) -> None:
    body = {"week": 1, "day": 1, "exerciseIndex": 0}
    assert world.member().call(swap_exercise, body=body).status == 404

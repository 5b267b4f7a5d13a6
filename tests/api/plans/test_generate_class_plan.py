"""POST /v1/ai/generate-class-plan."""

from datetime import timedelta
from typing import Any

import pytest

from plans import generate_class_plan
from stvos.clock import utc_now
from tests.api.content.stock import Stock
from tests.world import World


def made(world: World, body: dict[str, Any]) -> dict[str, Any]:
    plan: dict[str, Any] = world.call(generate_class_plan, body=body).data["classPlan"]
    return plan


def classes(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [day for week in plan["weeks"] for day in week["days"]]


def test_only_classes_of_the_catalogue_on_the_days_that_are_free(world: World) -> None:
    stock = Stock.of(world)
    known = {stock.fitness_class(f"Flow {n}").id for n in range(4)}
    stock.changed()

    body = {
        "userProfile": {"availableDays": ["Tue", "Saturday"], "fitnessLevel": "beginner"},
        "preferences": {"duration": "2 weeks"},
    }
    plan = made(world, body)

    found = classes(plan)
    assert plan["generatedBy"] == "planner"
    assert [week["week"] for week in plan["weeks"]] == [1, 2]
    assert {day["day"] for day in found} == {2, 6}
    assert len(found) == 4
    assert {day["classId"] for day in found} == known, "none comes again before the others"
    assert {day["time"] for day in found} == {""}


def test_a_live_class_is_planned_for_its_real_time(world: World) -> None:
    stock = Stock.of(world)
    stock.fitness_class()
    start = (utc_now() + timedelta(days=3)).replace(hour=18, minute=30, second=0, microsecond=0)
    live = stock.live_class("Live Flow", starts_at=start, intensity="low")
    stock.changed()

    plan = made(world, {"preferences": {"daysPerWeek": 7, "duration": "1 week"}})

    (found,) = [day for day in classes(plan) if day["classId"] == live.id]
    assert (found["date"], found["time"]) == (str(start.date()), "18:30")
    assert len(classes(plan)) == 7


def test_what_is_premium_too_long_too_hard_or_not_published_is_left_out(world: World) -> None:
    stock = Stock.of(world)
    good = stock.fitness_class("Good")
    stock.fitness_class("Premium", is_premium=True)
    stock.fitness_class("Long", duration=60)
    stock.fitness_class("Hard", intensity="high")
    stock.fitness_class("Soon", published_at=utc_now() + timedelta(days=1))
    stock.changed()

    plan = made(world, {"preferences": {"daysPerWeek": 7, "sessionDuration": 30}})

    assert {day["classId"] for day in classes(plan)} == {good.id}


def test_a_catalogue_in_which_nothing_fits_is_said(world: World) -> None:
    stock = Stock.of(world)
    stock.fitness_class(duration=60)
    stock.changed()
    reply = world.call(generate_class_plan, body={"preferences": {"sessionDuration": 30}})

    assert (reply.status, reply.paths) == (400, ["body.preferences"])


def test_an_empty_catalogue_is_a_conflict(world: World) -> None:
    reply = world.call(generate_class_plan, body={})

    assert (reply.status, reply.code) == (409, "CONFLICT")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"userProfile": {"age": 7}}, "body.userProfile.age"),
        ({"preferences": {"daysPerWeek": 8}}, "body.preferences.daysPerWeek"),
        ({"preferences": {"duration": "forever"}}, "body.preferences.duration"),
        ({"preferences": {"availableDays": ["someday"]}}, "body.preferences.availableDays[0]"),
        (
            {"preferences": {"availableDays": ["mon"], "daysPerWeek": 3}},
            "body.preferences.daysPerWeek",
        ),
    ],
)
def test_bad_wishes_are_refused(world: World, body: dict[str, Any], path: str) -> None:
    reply = world.call(generate_class_plan, body=body)

    assert (reply.status, reply.paths) == (400, [path])

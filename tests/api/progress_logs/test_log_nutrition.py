"""POST /v1/progress/nutrition."""

from typing import Any

import pytest

from progress_logs import delete_entry, log_nutrition
from tests.world import World

OATS: dict[str, Any] = {
    "mealType": "breakfast",
    "name": "Oats",
    "calories": 389.1,
    "protein": 16.9,
    "carbs": 66.3,
    "fat": 6.9,
}


def test_a_meal_answers_what_the_day_adds_up_to(world: World) -> None:
    member = world.member()

    member.call(log_nutrition, body=OATS | {"fiber": 10.6, "sodium": 2})
    reply = member.call(log_nutrition, body=OATS | {"fiber": 0.1})

    assert reply.status == 201
    assert reply.data["entry"]["mealType"] == "breakfast"
    assert reply.data["day"]["totals"] == {
        "calories": 778.2,
        "protein": 33.8,
        "carbs": 132.6,
        "fat": 13.8,
        "fiber": 10.7,
        "sugar": 0,
        "sodium": 2,
    }


def test_what_a_meal_is_not_known_to_have_counts_as_none(world: World) -> None:
    body = {"mealType": "lunch", "name": "Soup", "calories": 320, "protein": None, "fat": ""}

    reply = world.member().call(log_nutrition, body=body)

    assert reply.status == 201
    entry, totals = reply.data["entry"], reply.data["day"]["totals"]
    for shown in (entry, totals):
        assert (shown["protein"], shown["carbs"], shown["fat"]) == (0, 0, 0)


def test_many_small_amounts_add_up_exactly_and_vanish_exactly(world: World) -> None:
    member = world.member()
    pinch = OATS | {"calories": 0.1, "protein": 0.1, "carbs": 0.2, "fat": 0.7}

    entries = [member.call(log_nutrition, body=pinch).data for _ in range(10)]
    assert entries[-1]["day"]["totals"]["calories"] == 1.0
    assert entries[-1]["day"]["totals"]["fat"] == 7.0
    for entry in entries:
        member.call(delete_entry, kind="nutrition", id=entry["entry"]["id"])
    after = member.call(log_nutrition, body=OATS).data["day"]["totals"]

    assert after["calories"] == 389.1
    assert after["carbs"] == 66.3


def test_each_day_has_totals_of_its_own(world: World) -> None:
    member = world.member()

    other = member.call(log_nutrition, body=OATS | {"date": "2026-11-01"})
    today = member.call(log_nutrition, body=OATS)

    assert other.data["entry"]["date"] == "2026-11-01"
    assert today.data["day"]["totals"]["calories"] == 389.1


def test_totals_are_the_member_s_own(world: World, other_world: World) -> None:
    first, second, elsewhere = world.member(), world.member(), other_world.member()
    first.call(log_nutrition, body=OATS)
    elsewhere.call(log_nutrition, body=OATS)

    reply = second.call(log_nutrition, body=OATS)

    assert reply.data["day"]["totals"]["calories"] == 389.1


@pytest.mark.parametrize("missing", ["mealType", "name", "calories"])
def test_what_a_meal_needs_is_named(world: World, missing: str) -> None:
    body = {name: value for name, value in OATS.items() if name != missing}

    reply = world.member().call(log_nutrition, body=body)

    assert (reply.status, reply.paths) == (400, [f"body.{missing}"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("calories", 20_001),
        ("protein", -0.1),
        ("sodium", 100_001),
        ("scanId", -1),
        ("calories", None),
    ],
)
def test_amounts_have_bounds(world: World, field: str, value: object) -> None:
    reply = world.member().call(log_nutrition, body=OATS | {field: value})

    assert (reply.status, reply.paths) == (400, [f"body.{field}"])

"""POST /v1/ai/generate-nutrition-plan."""

from typing import Any

import pytest

from foods import generate_nutrition_plan
from tests.world import World

MIA = {
    "age": 34,
    "gender": "female",
    "height": 168,
    "weight": 64,
    "fitnessLevel": "intermediate",
    "goals": ["Build muscle"],
    "workoutDays": ["mon", "wed", "fri"],
    "dietaryRestrictions": ["Vegan"],
    "allergies": ["nuts"],
}


def made(world: World, body: dict[str, Any]) -> dict[str, Any]:
    plan: dict[str, Any] = world.call(generate_nutrition_plan, body=body).data["nutritionPlan"]
    return plan


def test_a_week_of_four_meals_meets_its_targets(world: World) -> None:
    plan = made(world, {"userProfile": MIA, "preferences": {"duration": "7 days"}})

    assert plan["generatedBy"] == "planner"
    assert [day["day"] for day in plan["days"]] == [1, 2, 3, 4, 5, 6, 7]
    assert "id" not in plan, "it is not kept"
    for day in plan["days"]:
        types = [meal["mealType"] for meal in day["meals"]]
        assert types == ["breakfast", "lunch", "dinner", "snack"]
        assert day["totals"]["calories"] == pytest.approx(plan["targetCalories"], rel=0.051)
        for macro, wanted in plan["macros"].items():
            assert day["totals"][macro] == pytest.approx(wanted, rel=0.11)
        shown = sum(meal["calories"] for meal in day["meals"])
        assert shown == pytest.approx(day["totals"]["calories"], abs=len(types))
        for meal in day["meals"]:
            assert meal["instructions"]
            assert meal["ingredients"]
            assert {one["unit"] for one in meal["ingredients"]} == {"g"}


def test_nothing_is_required(world: World) -> None:
    assert len(made(world, {})["days"]) == 7


def test_the_same_request_gives_the_same_plan_and_another_another(world: World) -> None:
    assert made(world, {"userProfile": MIA}) == made(world, {"userProfile": MIA})
    assert made(world, {"userProfile": MIA}) != made(world, {"userProfile": MIA | {"age": 35}})


def test_wishes_are_met(world: World) -> None:
    request = {"mealTypes": ["Breakfast", "dinner", "snacks", "snack"], "duration": "1 week"}
    plan = made(world, {"preferences": request | {"targetCalories": 2400}})

    assert plan["targetCalories"] == 2400
    types = [meal["mealType"] for meal in plan["days"][0]["meals"]]
    assert types == ["breakfast", "dinner", "snack", "snack"]


def test_what_is_not_known_is_ignored_and_named(world: World) -> None:
    reply = world.call(generate_nutrition_plan, body={"userProfile": {"shoeSize": 43}, "x": 1})

    assert reply.status == 200
    assert reply.headers["X-Ignored-Fields"] == "body.x, body.userProfile.shoeSize" or set(
        reply.headers["X-Ignored-Fields"].replace(" ", "").split(",")
    ) == {"body.x", "body.userProfile.shoeSize"}


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"userProfile": {"height": 300}}, "body.userProfile.height"),
        ({"userProfile": {"weight": -1}}, "body.userProfile.weight"),
        ({"userProfile": {"age": 7}}, "body.userProfile.age"),
        ({"userProfile": {"workoutDays": ["mon"] * 8}}, "body.userProfile.workoutDays"),
        ({"preferences": {"targetCalories": 200}}, "body.preferences.targetCalories"),
        ({"preferences": {"duration": "forever"}}, "body.preferences.duration"),
        ({"preferences": {"duration": "15 days"}}, "body.preferences.duration"),
        ({"preferences": {"duration": "0 days"}}, "body.preferences.duration"),
        ({"preferences": {"mealTypes": ["brunch"]}}, "body.preferences.mealTypes[0]"),
        ({"preferences": {"mealTypes": []}}, "body.preferences.mealTypes"),
        ({"preferences": {"mealTypes": ["lunch", "lunch"]}}, "body.preferences"),
        ({"userProfile": {"allergies": ["xyzzy"]}}, "body.userProfile.allergies[0]"),
        (
            {"userProfile": {"gender": "male"}, "preferences": {"targetCalories": 1300}},
            "body.preferences.targetCalories",
        ),
        (
            {"preferences": {"mealTypes": ["snack"], "targetCalories": 4000}},
            "body.preferences",
        ),
    ],
)
def test_wishes_that_cannot_be_met_are_refused_with_the_reason(
    world: World, body: dict[str, Any], path: str
) -> None:
    reply = world.call(generate_nutrition_plan, body=body)

    assert (reply.status, reply.paths) == (400, [path])

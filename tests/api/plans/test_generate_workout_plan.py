"""POST /v1/ai/generate-workout-plan."""

from typing import Any

import pytest

from plans import generate_workout_plan
from stvos.exercises.library import require_exercise
from tests.world import World

MIA = {
    "age": 34,
    "gender": "female",
    "height": 168,
    "weight": 64,
    "fitnessLevel": "Intermediate",
    "goals": ["Build muscle"],
    "workoutDays": ["mon", "wed", "friday"],
    "sessionDuration": 45,
    "equipment": ["Dumbbells", "yoga-mat"],
    "injuries": ["knee injury"],
}


EVERYTHING = [
    *("neck", "shoulders", "elbow", "wrists", "lower back", "hip", "knees", "ankle"),
    *("pregnant", "hypertension", "heart", "osteoporosis"),
]


def made(world: World, body: dict[str, Any]) -> dict[str, Any]:
    plan: dict[str, Any] = world.call(generate_workout_plan, body=body).data["workoutPlan"]
    return plan


def test_six_weeks_keep_to_days_length_equipment_and_injuries(world: World) -> None:
    plan = made(world, {"userProfile": MIA, "preferences": {"duration": "6 weeks"}})

    assert plan["generatedBy"] == "planner"
    assert (plan["duration"], plan["daysPerWeek"]) == ("6 weeks", 3)
    assert [week["week"] for week in plan["weeks"]] == [1, 2, 3, 4, 5, 6]
    assert [week["lighter"] for week in plan["weeks"]] == [False] * 3 + [True] + [False] * 2
    assert "id" not in plan, "it is not kept"
    for week in plan["weeks"]:
        assert [day["day"] for day in week["days"]] == [1, 3, 5]
        for day in week["days"]:
            assert day["duration"] == pytest.approx(45, rel=0.1)
            for one in day["exercises"]:
                exercise = require_exercise(one["exerciseId"])
                assert one["name"] == exercise.name
                assert one["instructions"] == exercise.instructions
                assert set(exercise.equipment) <= {"dumbbell", "mat"}
                assert "knee" not in exercise.contraindications


def test_nothing_is_required_and_nothing_said_is_nothing_at_hand(world: World) -> None:
    plan = made(world, {})

    ids = [one["exerciseId"] for day in plan["weeks"][0]["days"] for one in day["exercises"]]
    assert all(not require_exercise(number).equipment for number in ids)


def test_the_same_request_gives_the_same_plan_and_another_another(world: World) -> None:
    assert made(world, {"userProfile": MIA}) == made(world, {"userProfile": MIA})
    assert made(world, {"userProfile": MIA}) != made(world, {"userProfile": MIA | {"age": 35}})


def test_fewer_days_than_are_free_are_taken_from_them(world: World) -> None:
    body = {"userProfile": MIA, "preferences": {"daysPerWeek": 2, "duration": "1 week"}}

    assert [day["day"] for day in made(world, body)["weeks"][0]["days"]] == [1, 3]


@pytest.mark.parametrize("words", [["Dumbbells"], ["dumb-bell"], ["pull_up_bar", "PULL UP BARS"]])
def test_words_for_equipment_are_read_as_people_write_them(world: World, words: list[str]) -> None:
    reply = world.call(generate_workout_plan, body={"userProfile": {"equipment": words}})

    assert reply.status == (400 if words == ["dumb-bell"] else 200)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"userProfile": {"height": 300}}, "body.userProfile.height"),
        ({"userProfile": {"weight": -1}}, "body.userProfile.weight"),
        ({"userProfile": {"age": 7}}, "body.userProfile.age"),
        ({"userProfile": {"workoutDays": ["mon"] * 8}}, "body.userProfile.workoutDays"),
        ({"userProfile": {"workoutDays": ["someday"]}}, "body.userProfile.workoutDays[0]"),
        ({"userProfile": {"equipment": ["mat", "rocket"]}}, "body.userProfile.equipment[1]"),
        ({"userProfile": {"injuries": ["xyzzy"]}}, "body.userProfile.injuries[0]"),
        ({"preferences": {"equipment": ["rocket"]}}, "body.preferences.equipment[0]"),
        ({"preferences": {"daysPerWeek": 8}}, "body.preferences.daysPerWeek"),
        ({"preferences": {"daysPerWeek": 0}}, "body.preferences.daysPerWeek"),
        ({"preferences": {"duration": "forever"}}, "body.preferences.duration"),
        ({"preferences": {"duration": "0 weeks"}}, "body.preferences.duration"),
        ({"preferences": {"duration": "13 weeks"}}, "body.preferences.duration"),
        ({"preferences": {"sessionDuration": 10}}, "body.preferences.sessionDuration"),
        ({"preferences": {"intensity": "insane"}}, "body.preferences.intensity"),
        (
            {"userProfile": {"injuries": ["pregnant"]}, "preferences": {"intensity": "high"}},
            "body.preferences.intensity",
        ),
        (
            {"userProfile": {"workoutDays": ["mon"]}, "preferences": {"daysPerWeek": 2}},
            "body.preferences.daysPerWeek",
        ),
        (
            {
                "userProfile": {
                    "goals": ["get stronger"],
                    "injuries": EVERYTHING,
                    "sessionDuration": 120,
                }
            },
            "body.preferences.sessionDuration",
        ),
    ],
)
def test_wishes_that_cannot_be_met_are_refused_with_the_reason(
    world: World, body: dict[str, Any], path: str
) -> None:
    reply = world.call(generate_workout_plan, body=body)

    assert (reply.status, reply.paths) == (400, [path])

"""POST /v1/users/me/workout-plan."""

from datetime import date, timedelta

import pytest

from members import update_me
from plans import create_workout_plan, get_workout_plan, list_workout_plans
from stvos.exercises.library import require_exercise
from tests.world import World

WEEK = {"preferences": {"duration": "1 week"}}


def test_the_first_plan_starts_today_and_is_kept(world: World) -> None:
    member = world.member()

    reply = member.call(create_workout_plan, body={})

    plan = reply.data["workoutPlan"]
    assert reply.status == 201
    assert (plan["version"], plan["generatedBy"]) == (1, "planner")
    assert member.call(get_workout_plan).data["workoutPlan"] == plan


def test_it_goes_by_the_stored_profile(world: World) -> None:
    member = world.member()
    profile = {
        "injuries": ["left knee pain"],
        "equipment": ["kettlebells", "my grandfather's anvil"],
        "workoutDays": ["tuesday", "sat"],
    }
    member.call(update_me, body={"profile": profile})

    plan = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]

    days = plan["weeks"][0]["days"]
    used = [require_exercise(one["exerciseId"]) for day in days for one in day["exercises"]]
    assert [day["day"] for day in days] == [2, 6]
    assert {word for one in used for word in one.equipment} <= {"kettlebell"}
    assert not [one.name for one in used if "knee" in one.contraindications]


def test_what_the_request_says_goes_before_the_stored_profile(world: World) -> None:
    member = world.member()
    profile = {"equipment": ["barbell", "squat rack"], "workoutDays": ["mon", "thu"]}
    member.call(update_me, body={"profile": profile})

    body = {
        "userProfile": {"equipment": []},
        "preferences": {"daysPerWeek": 4, "duration": "1 week"},
    }
    plan = member.call(create_workout_plan, body=body).data["workoutPlan"]

    days = plan["weeks"][0]["days"]
    used = [require_exercise(one["exerciseId"]) for day in days for one in day["exercises"]]
    assert len(days) == 4
    assert not [one.name for one in used if one.equipment]


def test_an_injury_that_is_stored_and_not_known_is_refused(world: World) -> None:
    member = world.member()
    member.call(update_me, body={"profile": {"injuries": ["xyzzy"]}})

    reply = member.call(create_workout_plan, body={})

    assert (reply.status, reply.paths) == (400, ["profile.injuries[0]"])
    assert "PUT /v1/users/me" in reply.json["fields"][0]["message"]
    assert reply.json["details"].startswith("profile.injuries[0]: ")
    assert member.call(get_workout_plan).status == 404


def test_a_word_is_named_where_it_is_in_the_stored_profile_or_in_the_request(world: World) -> None:
    member = world.member()
    member.call(update_me, body={"profile": {"injuries": ["knee", "xyzzy"]}})

    stored, sent, corrected = (
        member.call(create_workout_plan, body={"userProfile": profile} | WEEK)
        for profile in (
            {"fitnessLevel": "beginner"},
            {"injuries": ["xyzzy"]},
            {"injuries": ["knee"]},
        )
    )

    assert (stored.status, stored.paths) == (400, ["profile.injuries[1]"])
    assert (sent.status, sent.paths) == (400, ["body.userProfile.injuries[0]"])
    assert "stored" not in sent.json["fields"][0]["message"]
    assert corrected.status == 201


def test_a_new_plan_never_replaces_the_day_that_a_member_is_on(world: World) -> None:
    member = world.member()
    first = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]
    second = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]
    third = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]

    today = date.fromisoformat(first["startsOn"])
    assert (second["version"], third["version"]) == (2, 3)
    assert second["startsOn"] == str(today + timedelta(days=1))
    assert third["startsOn"] == str(today + timedelta(days=1))
    assert member.call(get_workout_plan).data["workoutPlan"] == third
    earlier = member.call(list_workout_plans).data["items"]
    assert earlier == [second, first]


def test_only_so_many_versions_are_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stvos.plans.repository.KEPT_VERSIONS", 2)
    member = world.member()
    for _ in range(5):
        member.call(create_workout_plan, body=WEEK)

    kept = member.call(list_workout_plans).data["items"]
    assert [plan["version"] for plan in kept] == [4]


def test_the_stored_profile_of_another_member_is_not_used(world: World) -> None:
    hurt, well = world.member(), world.member()
    hurt.call(update_me, body={"profile": {"injuries": ["xyzzy"]}})

    assert well.call(create_workout_plan, body=WEEK).status == 201
    assert hurt.call(get_workout_plan).status == 404

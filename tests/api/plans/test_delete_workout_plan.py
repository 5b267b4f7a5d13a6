"""DELETE /v1/users/me/workout-plan."""

from plans import create_workout_plan, delete_workout_plan, get_workout_plan, list_workout_plans
from tests.world import World

WEEK = {"preferences": {"duration": "1 week"}}


def test_afterwards_there_is_no_plan_but_the_history_has_it(world: World) -> None:
    member = world.member()
    plan = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]

    assert member.call(delete_workout_plan).data == {"deleted": True}
    assert member.call(get_workout_plan).status == 404
    (kept,) = member.call(list_workout_plans).data["items"]
    assert kept.pop("endedAt")
    assert kept == plan


def test_what_is_not_there_cannot_be_deleted(world: World) -> None:
    member = world.member()
    assert member.call(delete_workout_plan).status == 404
    member.call(create_workout_plan, body=WEEK)
    member.call(delete_workout_plan)

    assert member.call(delete_workout_plan).status == 404


def test_the_next_plan_starts_today_and_goes_on_counting(world: World) -> None:
    member = world.member()
    first = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]
    member.call(delete_workout_plan)

    second = member.call(create_workout_plan, body=WEEK).data["workoutPlan"]

    assert second["version"] == 2
    assert second["startsOn"] == first["startsOn"]

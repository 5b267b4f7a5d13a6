"""GET /v1/users/me/workout-plan/history."""

from plans import create_workout_plan, list_workout_plans
from tests.world import World

WEEK = {"preferences": {"duration": "1 week"}}


def test_the_present_plan_is_not_history(world: World) -> None:
    member = world.member()
    member.call(create_workout_plan, body=WEEK)

    assert member.call(list_workout_plans).data["items"] == []


def test_it_goes_on_by_cursor(world: World) -> None:
    member = world.member()
    for _ in range(4):
        member.call(create_workout_plan, body=WEEK)

    first = member.call(list_workout_plans, query={"limit": "2"}).data
    after = {"limit": "2", "cursor": first["nextCursor"]}
    second = member.call(list_workout_plans, query=after).data

    assert [plan["version"] for plan in first["items"]] == [3, 2]
    assert [plan["version"] for plan in second["items"]] == [1]
    assert "nextCursor" not in second


def test_pages_are_small(world: World) -> None:
    reply = world.member().call(list_workout_plans, query={"limit": "11"})

    assert (reply.status, reply.paths) == (400, ["query.limit"])

"""GET /v1/users/me/workout-plan."""

from plans import create_workout_plan, get_workout_plan
from tests.world import World


def test_without_a_plan_there_is_none(world: World) -> None:
    assert world.member().call(get_workout_plan).status == 404


def test_it_is_the_member_s_own(world: World) -> None:
    mia, ben = world.member(), world.member()
    mia.call(create_workout_plan, body={"preferences": {"duration": "1 week"}})

    assert mia.call(get_workout_plan).status == 200
    assert ben.call(get_workout_plan).status == 404

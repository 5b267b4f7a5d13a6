"""GET /v1/users/me/nutrition-plan."""

from foods import create_nutrition_plan, get_nutrition_plan
from tests.world import World


def test_without_a_plan_there_is_nothing(world: World) -> None:
    reply = world.member().call(get_nutrition_plan)

    assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_the_newest_version_is_shown(world: World) -> None:
    member = world.member()
    member.call(create_nutrition_plan, body={})
    newest = member.call(create_nutrition_plan, body={}).data

    assert member.call(get_nutrition_plan).data == newest


def test_another_member_s_plan_is_not_seen(world: World) -> None:
    world.member().call(create_nutrition_plan, body={})

    assert world.member().call(get_nutrition_plan).status == 404

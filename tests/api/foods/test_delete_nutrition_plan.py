"""DELETE /v1/users/me/nutrition-plan."""

from datetime import date

from foods import create_nutrition_plan, delete_nutrition_plan, get_nutrition_plan
from tests.api.foods.plans import plans_of
from tests.world import World


def test_afterwards_there_is_no_plan_and_no_meals(world: World) -> None:
    member = world.member()
    plan = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]

    assert member.call(delete_nutrition_plan).data == {"deleted": True}
    assert member.call(get_nutrition_plan).status == 404
    today = date.fromisoformat(plan["startsOn"])
    assert plans_of(world, member).on(today) is None


def test_what_is_not_there_cannot_be_deleted(world: World) -> None:
    member = world.member()
    assert member.call(delete_nutrition_plan).status == 404
    member.call(create_nutrition_plan, body={})
    member.call(delete_nutrition_plan)

    assert member.call(delete_nutrition_plan).status == 404


def test_the_next_plan_starts_today_and_goes_on_counting(world: World) -> None:
    member = world.member()
    first = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]
    member.call(delete_nutrition_plan)

    second = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]

    assert second["version"] == 2
    assert second["startsOn"] == first["startsOn"]

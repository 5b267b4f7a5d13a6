"""DELETE /v1/users/me/class-plan."""

from plans import create_class_plan, delete_class_plan, get_class_plan, get_daily_plan
from tests.api.content.stock import Stock
from tests.world import World


def test_afterwards_there_is_no_plan_and_no_class_of_the_day(world: World) -> None:
    stock, member = Stock.of(world), world.member()
    stock.fitness_class()
    stock.changed()
    body = {"preferences": {"daysPerWeek": 7}}
    member.call(create_class_plan, body=body)

    assert member.call(delete_class_plan).data == {"deleted": True}
    assert member.call(get_class_plan).status == 404
    assert member.call(get_daily_plan).data["classes"] == []
    assert member.call(delete_class_plan).status == 404


def test_what_is_not_there_cannot_be_deleted(world: World) -> None:
    assert world.member().call(delete_class_plan).status == 404

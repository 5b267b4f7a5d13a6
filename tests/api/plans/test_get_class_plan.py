"""GET /v1/users/me/class-plan."""

from plans import create_class_plan, get_class_plan
from tests.api.content.stock import Stock
from tests.world import World


def test_it_is_the_member_s_own(world: World) -> None:
    stock, mia, ben = Stock.of(world), world.member(), world.member()
    stock.fitness_class()
    stock.changed()
    mia.call(create_class_plan, body={})

    assert mia.call(get_class_plan).status == 200
    assert ben.call(get_class_plan).status == 404

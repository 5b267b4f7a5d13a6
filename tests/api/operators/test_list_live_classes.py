"""GET /v1/admin/clients/{id}/live-classes."""

from operators import list_live_classes
from tests.api.operators.brands import add_live_class
from tests.world import World


def test_live_classes_come_in_pages_by_their_start(world: World) -> None:
    later = add_live_class(world, startsAt="2100-03-01T09:00:00Z")
    sooner = add_live_class(world, startsAt="2100-01-01T09:00:00Z")
    between = add_live_class(world, startsAt="2100-02-01T09:00:00Z")

    first = world.operate(list_live_classes, query={"limit": "2"}).data
    second = world.operate(list_live_classes, query={"limit": "2", "page": "2"}).data

    assert first["items"] + second["items"] == [sooner, between, later]
    assert first["pagination"] == {"page": 1, "limit": 2, "total": 3, "totalPages": 2}


def test_a_brand_sees_its_own(world: World, other_world: World) -> None:
    add_live_class(other_world)

    assert world.operate(list_live_classes).data["items"] == []


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(list_live_classes, id=4711).code == "NOT_FOUND"


def test_a_client_s_key_is_not_the_operator_s(world: World) -> None:
    assert world.call(list_live_classes, id=world.client.id).status == 401

"""GET /v1/admin/clients/{id}/classes."""

from operators import list_classes
from tests.api.operators.brands import add_category, add_class, add_trainer
from tests.world import World


def test_classes_come_in_pages_oldest_first_with_the_scheduled_ones(world: World) -> None:
    filed = {"categoryId": add_category(world), "trainerId": add_trainer(world)}
    made = [
        add_class(world, **filed),
        add_class(world, **filed, publishedAt="2100-01-01T00:00:00Z"),
        add_class(world, **filed),
    ]

    first = world.operate(list_classes, query={"limit": "2"}).data
    second = world.operate(list_classes, query={"limit": "2", "page": "2"}).data

    assert first["items"] + second["items"] == made
    assert first["pagination"] == {"page": 1, "limit": 2, "total": 3, "totalPages": 2}


def test_a_brand_sees_its_own(world: World, other_world: World) -> None:
    add_class(other_world)

    reply = world.operate(list_classes)

    assert reply.data["items"] == []
    assert reply.data["pagination"]["total"] == 0


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(list_classes, id=4711).code == "NOT_FOUND"


def test_a_client_s_key_is_not_the_operator_s(world: World) -> None:
    assert world.call(list_classes, id=world.client.id).status == 401

"""GET /v1/admin/clients/{id}/trainers."""

from operators import list_trainers
from tests.api.operators.brands import add_trainer
from tests.world import World


def test_trainers_come_in_pages_oldest_first(world: World) -> None:
    made = [add_trainer(world, name=name, active=False) for name in ("Mei", "Jonas", "Amara")]

    first = world.operate(list_trainers, query={"limit": "2"}).data
    second = world.operate(list_trainers, query={"limit": "2", "page": "2"}).data

    assert [each["id"] for each in first["items"] + second["items"]] == made
    assert second["pagination"] == {"page": 2, "limit": 2, "total": 3, "totalPages": 2}


def test_a_brand_sees_its_own(world: World, other_world: World) -> None:
    add_trainer(other_world)

    assert world.operate(list_trainers).data["items"] == []


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(list_trainers, id=4711).code == "NOT_FOUND"


def test_a_client_s_key_is_not_the_operator_s(world: World) -> None:
    assert world.call(list_trainers, id=world.client.id).status == 401

"""GET /v1/admin/clients/{id}/api-keys."""

from operators import create_api_key, list_api_keys
from platform_info import app_config
from tests.world import World


def test_keys_are_listed_without_what_opens_the_door(world: World) -> None:
    made = world.operate(create_api_key, body={"label": "app"}).data

    reply = world.operate(list_api_keys)

    assert [key["label"] for key in reply.data["items"]] == ["tests", "app"]
    assert reply.data["items"][1] == made["apiKey"]
    assert reply.data["pagination"]["total"] == 2
    assert made["key"] not in reply.text
    assert "hash" not in reply.text.lower()
    assert "usage" not in reply.text.lower()


def test_it_shows_when_a_key_was_last_used(world: World) -> None:
    world.call(app_config)

    [key] = world.operate(list_api_keys).data["items"]

    assert key["lastUsedAt"].endswith("Z")


def test_a_brand_s_keys_are_its_own(world: World, other_world: World) -> None:
    other_world.operate(create_api_key, body={"label": "theirs"})

    assert [key["label"] for key in world.operate(list_api_keys).data["items"]] == ["tests"]


def test_an_unknown_brand_is_not_found(world: World) -> None:
    assert world.operate(list_api_keys, id=4711).code == "NOT_FOUND"


def test_a_client_s_key_does_not_list_keys(world: World) -> None:
    assert world.call(list_api_keys, id=world.client.id).status == 401

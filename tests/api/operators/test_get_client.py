"""GET /v1/admin/clients/{id}."""

import pytest

from operators import get_client
from tests.world import World


def test_a_brand_is_shown_whole(world: World) -> None:
    shown = world.operate(get_client).data["client"]

    assert (shown["id"], shown["slug"]) == (world.client.id, world.client.slug)
    assert shown["branding"]["primaryColor"] == "#0f766e"
    assert shown["createdAt"].endswith("Z")


@pytest.mark.parametrize("number", ["1", "abc", "-5", "1.5", "9" * 30, "%2e%2e", "1/../2"])
def test_what_is_no_brand_is_not_found(world: World, number: str) -> None:
    reply = world.operate(get_client, id=number)

    assert (reply.status, reply.code) == (404, "NOT_FOUND")


def test_a_wrong_key_is_refused(world: World) -> None:
    assert world.operate(get_client, headers={"X-Admin-Key": "wrong"}).status == 401

"""GET /v1/admin/clients."""

from operators import list_clients
from tests.world import World


def test_every_brand_is_on_one_of_the_pages(world: World, other_world: World) -> None:
    found: list[int] = []
    page, pages = 1, 1
    while page <= pages:
        data = world.operate(list_clients, query={"page": str(page), "limit": "100"}).data
        found += [client["id"] for client in data["items"]]
        page, pages = page + 1, data["pagination"]["totalPages"]

    assert data["pagination"]["total"] == len(found) == len(set(found))
    assert {world.client.id, other_world.client.id} <= set(found)
    assert found == sorted(found)


def test_a_page_is_as_long_as_asked(world: World, other_world: World) -> None:
    data = world.operate(list_clients, query={"limit": "1", "page": "2"}).data

    assert len(data["items"]) == 1
    assert (data["pagination"]["page"], data["pagination"]["limit"]) == (2, 1)


def test_a_page_that_cannot_be_is_refused(world: World) -> None:
    replies = [
        world.operate(list_clients, query=query)
        for query in ({"page": "0"}, {"limit": "101"}, {"limit": "ten"}, {"sort": "name"})
    ]

    assert {reply.status for reply in replies} == {400}
    assert replies[0].paths == ["query.page"]


def test_a_client_s_key_does_not_list_brands(world: World) -> None:
    reply = world.call(list_clients)

    assert (reply.status, reply.code) == (401, "INVALID_TOKEN")

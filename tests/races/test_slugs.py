"""Brands made, changed and removed at the same moment."""

from collections import Counter
from functools import partial

from operators import change_client, create_client, get_client
from stvos.dynamodb.keys import Directory
from tests.api.operators.brands import trail
from tests.races.conftest import all_at_once
from tests.world import World


def test_of_twenty_brands_with_one_slug_one_is_made(race_world: World) -> None:
    body = {"name": "Harbour", "slug": "harbour"}

    replies = all_at_once([partial(race_world.operate, create_client, body=body)] * 20)

    assert Counter(reply.status for reply in replies) == {201: 1, 409: 19}
    [made] = [reply.data["client"] for reply in replies if reply.status == 201]
    held = race_world.table.find(Directory.slug("harbour"), consistent=True)
    listed = list(race_world.table.all(Directory.clients()))
    assert held is not None
    assert held["client_id"] == made["id"]
    assert [item["id"] for item in listed if item["slug"] == "harbour"] == [made["id"]]


def test_of_ten_brands_that_want_the_default_place_one_has_it_at_the_end(
    race_world: World,
) -> None:
    brands = [World.with_client() for _ in range(10)]

    replies = all_at_once(
        [partial(brand.operate, change_client, body={"isDefault": True}) for brand in brands]
    )

    assert {reply.status for reply in replies} <= {200, 409}
    shown = [brand.operate(get_client).data["client"] for brand in brands]
    held = race_world.table.find(Directory.default_client(), consistent=True)
    assert held is not None
    assert [each["id"] for each in shown if each["isDefault"]] == [held["client_id"]]


def test_ten_changes_of_one_brand_lose_none_that_was_answered_with_success(
    race_world: World,
) -> None:
    features = ["classes", "live_classes", "nutrition", "ai_coach", "coach_connect"]
    bodies = [{"limits": {name: 1}} for name in features] + [{"name": n} for n in features]
    original = race_world.operate(get_client).data["client"]

    replies = all_at_once(
        [partial(race_world.operate, change_client, body=body) for body in bodies]
    )

    done = [reply for reply in replies if reply.status == 200]
    assert done
    assert {reply.status for reply in replies} <= {200, 409}
    entries = trail(race_world)
    assert len(entries) == len(done)
    # Each change was made on what the one before it had left.
    now = race_world.operate(get_client).data["client"]
    while entries:
        [last] = [entry for entry in entries if entry["after"] == now]
        entries.remove(last)
        now = last["before"]
    assert now == original

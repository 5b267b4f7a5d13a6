"""Products offered and removed at the same moment."""

from collections import Counter
from functools import partial
from typing import Any

from content import list_offers
from partners import create_product, delete_product, list_products
from stvos.dynamodb.table import update
from tests.api.partners.world import PRODUCT, StaffMember, new_partner, product_of
from tests.races.conftest import all_at_once
from tests.world import World


def counted(owner: StaffMember) -> int:
    item = owner.world.table.find(owner.world.keys.partner(owner.partner_id), consistent=True)
    assert item is not None
    return int(item["product_count"])


def shown(owner: StaffMember) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = owner.call(list_products, query={"limit": "100"}).data["items"]
    return items


def test_the_last_places_are_given_once_each(race_world: World) -> None:
    owner = new_partner(race_world)
    product_of(owner)
    partner = race_world.keys.partner(owner.partner_id)
    race_world.table.write(update(partner, sets={"product_count": 197}))

    replies = all_at_once([partial(owner.call, create_product, body=PRODUCT)] * 8)

    made = Counter(reply.status for reply in replies)[201]
    # Whoever met too many others was told to come again, and nothing of theirs was stored.
    assert {reply.status for reply in replies} <= {201, 409, 429}
    assert 1 <= made <= 3
    assert counted(owner) == 197 + made
    assert len(shown(owner)) == 1 + made


def test_a_product_removed_by_several_at_once_is_counted_off_once(race_world: World) -> None:
    owner = new_partner(race_world)
    goes, stays = product_of(owner), product_of(owner)

    replies = all_at_once([partial(owner.call, delete_product, id=goes["id"])] * 6)

    assert Counter(reply.status for reply in replies)[200] == 1
    assert {reply.status for reply in replies} <= {200, 404, 429}
    assert counted(owner) == 1
    assert shown(owner) == [stays]
    assert race_world.call(list_offers).data["pagination"]["total"] == 1

"""GET /v1/admin/clients/{id}/partners."""

from operators import list_partners
from tests.api.partners.world import new_partner
from tests.world import World


def test_a_brand_s_partners_are_listed_and_no_other_brand_s(
    world: World, other_world: World
) -> None:
    first, second = new_partner(world), new_partner(world)
    new_partner(other_world)

    listed = world.operate(list_partners).data

    assert [p["id"] for p in listed["items"]] == [first.partner_id, second.partner_id]
    assert listed["pagination"]["total"] == 2

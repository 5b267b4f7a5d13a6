"""GET /v1/admin/clients/{id}/partners/{partnerId}."""

from operators import get_partner
from tests.api.partners.world import BILLING, new_partner
from tests.world import World


def test_a_partner_is_shown_with_its_terms(world: World) -> None:
    owner = new_partner(world, name="Acme Works")

    shown = world.operate(get_partner, partnerId=owner.partner_id).data["partner"]

    assert (shown["name"], shown["billing"]) == ("Acme Works", BILLING)


def test_another_brand_s_partner_is_not_found(world: World, other_world: World) -> None:
    stranger = new_partner(other_world)

    assert world.operate(get_partner, partnerId=stranger.partner_id).code == "NOT_FOUND"

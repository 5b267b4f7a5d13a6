"""PUT /v1/admin/clients/{id}/partners/{partnerId}."""

from operators import change_partner, delete_partner, get_partner
from tests.api.partners.world import BILLING, new_partner, product_of
from tests.world import World


def test_only_what_is_named_changes(world: World) -> None:
    owner = new_partner(world, name="Acme Works", logo="https://acme.example.com/logo.png")
    terms = BILLING | {"model": "flat", "unitPrice": 990}

    changed = world.operate(
        change_partner, partnerId=owner.partner_id, body={"billing": terms, "logo": None}
    ).data["partner"]

    assert (changed["name"], changed["billing"], changed["logo"]) == ("Acme Works", terms, None)
    assert world.operate(get_partner, partnerId=owner.partner_id).data["partner"] == changed


def test_a_name_cannot_be_cleared(world: World) -> None:
    owner = new_partner(world)

    refused = world.operate(change_partner, partnerId=owner.partner_id, body={"name": None})

    assert refused.paths == ["body.name"]


def test_a_changed_partner_still_knows_that_it_has_products(world: World) -> None:
    owner = new_partner(world)
    product_of(owner)

    world.operate(change_partner, partnerId=owner.partner_id, body={"name": "Acme Ltd"})

    assert world.operate(delete_partner, partnerId=owner.partner_id).code == "CONFLICT"

"""DELETE /v1/partner/products/{id}."""

from content import get_offer, list_offers
from partners import delete_product, list_products
from stvos.ids import new_id
from tests.api.partners.world import new_partner, product_of
from tests.world import World


def test_a_removed_product_is_shown_nowhere_and_counted_nowhere(world: World) -> None:
    owner = new_partner(world)
    stays, goes = product_of(owner), product_of(owner)

    assert owner.call(delete_product, id=goes["id"]).data == {"deleted": True}

    assert owner.call(list_products).data["items"] == [stays]
    offers = world.call(list_offers).data
    assert (offers["items"], offers["pagination"]["total"]) == ([stays], 1)
    assert world.call(get_offer, id=goes["id"]).code == "NOT_FOUND"
    partner = world.table.find(world.keys.partner(owner.partner_id))
    assert partner is not None
    assert partner["product_count"] == 1


def test_removing_it_twice_is_not_found_and_counts_once(world: World) -> None:
    owner = new_partner(world)
    stays, goes = product_of(owner), product_of(owner)
    owner.call(delete_product, id=goes["id"])

    again = owner.call(delete_product, id=goes["id"])

    assert (again.status, again.code) == (404, "NOT_FOUND")
    assert world.call(list_offers).data["pagination"]["total"] == 1
    assert owner.call(list_products).data["items"] == [stays]


def test_managers_remove_products_and_viewers_do_not(world: World) -> None:
    owner = new_partner(world)
    product = product_of(owner)

    refused = owner.colleague("viewer").call(delete_product, id=product["id"])

    assert (refused.status, refused.code) == (403, "FORBIDDEN")
    assert owner.call(list_products).data["items"] == [product]
    assert owner.colleague("manager").call(delete_product, id=product["id"]).status == 200


def test_a_product_of_somebody_else_and_an_unknown_one_are_not_found(
    world: World, other_world: World
) -> None:
    owner, stranger = new_partner(world), new_partner(world)
    product = product_of(owner)

    refusals = [
        stranger.call(delete_product, id=product["id"]),
        new_partner(other_world).call(delete_product, id=product["id"]),
        owner.call(delete_product, id=new_id()),
    ]

    assert {(reply.status, reply.code) for reply in refusals} == {(404, "NOT_FOUND")}
    assert owner.call(list_products).data["items"] == [product]
    assert world.call(list_offers).data["pagination"]["total"] == 1

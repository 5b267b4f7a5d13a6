"""GET /v1/products/{id}."""

from content import get_offer
from stvos.ids import new_id
from tests.api.partners.world import PRODUCT, new_partner, product_of
from tests.world import World


def test_a_product_is_shown_with_the_page_that_sells_it(world: World) -> None:
    product = product_of(new_partner(world))

    assert world.call(get_offer, id=product["id"]).data == {
        "product": PRODUCT | {"id": product["id"]}
    }


def test_another_brand_s_product_and_an_unknown_one_are_not_found(
    world: World, other_world: World
) -> None:
    product = product_of(new_partner(other_world))

    assert world.call(get_offer, id=product["id"]).code == "NOT_FOUND"
    assert world.call(get_offer, id=new_id()).code == "NOT_FOUND"
    assert world.call(get_offer, id="mat").code == "NOT_FOUND"

"""GET /v1/partner/products."""

from partners import list_products
from tests.api.partners.world import new_partner, product_of
from tests.world import World


def test_the_newest_product_stands_first_on_the_first_page(world: World) -> None:
    owner = new_partner(world)
    made = [product_of(owner, name=f"Product {number}") for number in range(5)]

    first = owner.call(list_products, query={"limit": "2"}).data
    last = owner.call(list_products, query={"limit": "2", "page": "3"}).data
    beyond = owner.call(list_products, query={"limit": "2", "page": "4"}).data

    assert first["items"] == [made[4], made[3]]
    assert first["pagination"] == {"page": 1, "limit": 2, "total": 5, "totalPages": 3}
    assert last["items"] == [made[0]]
    assert beyond["items"] == []


def test_viewers_read_the_list(world: World) -> None:
    owner = new_partner(world)
    product = product_of(owner)

    assert owner.colleague("viewer").call(list_products).data["items"] == [product]


def test_another_partner_s_products_are_not_in_it(world: World) -> None:
    owner, other = new_partner(world), new_partner(world)
    product_of(owner)

    assert other.call(list_products).data == {
        "items": [],
        "pagination": {"page": 1, "limit": 20, "total": 0, "totalPages": 0},
    }

"""PUT /v1/partner/products/{id}."""

from typing import Any

import pytest

from content import get_offer
from partners import change_product, delete_product, list_products
from stvos.ids import new_id
from tests.api.partners.world import new_partner, product_of
from tests.world import World


def test_only_what_is_named_changes(world: World) -> None:
    owner = new_partner(world)
    product = product_of(owner)

    changed = owner.call(
        change_product, id=product["id"], body={"price": 34.5, "image": None}
    ).data["product"]

    assert changed == product | {"price": 34.5, "image": None}
    assert owner.call(list_products).data["items"] == [changed]
    assert world.call(get_offer, id=product["id"]).data["product"] == changed


def test_price_and_currency_must_fit_each_other_however_they_are_changed(world: World) -> None:
    owner = new_partner(world)
    product = product_of(owner, price=39.9, currency="EUR")

    def change(**body: Any) -> Any:
        return owner.call(change_product, id=product["id"], body=body)

    assert change(currency="JPY").paths == ["body.price"]
    assert change(price=0.001).paths == ["body.price"]
    assert owner.call(list_products).data["items"] == [product]
    assert change(currency="JPY", price=6000).data["product"]["price"] == 6000


@pytest.mark.parametrize("name", ["name", "description", "price", "currency", "buyUrl"])
def test_null_clears_the_image_alone_and_is_else_not_sent(world: World, name: str) -> None:
    owner = new_partner(world)
    product = product_of(owner)

    changed = owner.call(change_product, id=product["id"], body={name: None})

    assert changed.data["product"] == product
    assert owner.call(list_products).data["items"] == [product]


def test_managers_change_products_and_viewers_do_not(world: World) -> None:
    owner = new_partner(world)
    product = product_of(owner)

    by_viewer = owner.colleague("viewer").call(
        change_product, id=product["id"], body={"name": "Theirs"}
    )
    by_manager = owner.colleague("manager").call(
        change_product, id=product["id"], body={"name": "Ours"}
    )

    assert (by_viewer.status, by_viewer.code) == (403, "FORBIDDEN")
    assert by_manager.data["product"] == product | {"name": "Ours"}


def test_a_product_of_somebody_else_a_removed_and_an_unknown_one_are_not_found(
    world: World, other_world: World
) -> None:
    owner, stranger = new_partner(world), new_partner(world)
    product, removed = product_of(owner), product_of(owner)
    owner.call(delete_product, id=removed["id"])
    wish: dict[str, Any] = {"body": {"name": "Mine now"}}

    refusals = [
        stranger.call(change_product, id=product["id"], **wish),
        new_partner(other_world).call(change_product, id=product["id"], **wish),
        owner.call(change_product, id=removed["id"], **wish),
        owner.call(change_product, id=new_id(), **wish),
        owner.call(change_product, id="x", **wish),
    ]

    assert {(reply.status, reply.code) for reply in refusals} == {(404, "NOT_FOUND")}
    assert owner.call(list_products).data["items"] == [product]


def test_unknown_fields_are_ignored_and_named(world: World) -> None:
    owner = new_partner(world)
    product = product_of(owner)

    changed = owner.call(
        change_product, id=product["id"], body={"name": "Mat", "createdAt": "2020-01-01"}
    )

    assert changed.headers["X-Ignored-Fields"] == "body.createdAt"
    assert changed.data["product"] == product | {"name": "Mat"}

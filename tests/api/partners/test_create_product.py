"""POST /v1/partner/products."""

from typing import Any

import pytest

from partners import create_product, delete_product, list_products
from stvos.dynamodb.keys import Key
from stvos.dynamodb.table import update
from tests.api.partners.world import PRODUCT, StaffMember, new_partner, product_of
from tests.world import World


def place_of(owner: StaffMember) -> Key:
    return owner.world.keys.partner(owner.partner_id)


def test_a_product_is_shown_as_it_was_offered(world: World) -> None:
    owner = new_partner(world)

    made = owner.call(create_product, body=PRODUCT)

    product = made.data["product"]
    assert made.status == 201
    assert product == PRODUCT | {"id": product["id"]}
    stored = world.table.find(world.keys.product(owner.partner_id, product["id"]))
    assert stored is not None
    assert (stored["price"], stored["currency"]) == ("39.9", "EUR")


def test_description_and_image_may_be_left_out(world: World) -> None:
    owner = new_partner(world)
    body = {name: PRODUCT[name] for name in ("name", "price", "currency", "buyUrl")}

    product = owner.call(create_product, body=body).data["product"]

    assert (product["description"], product["image"]) == ("", None)


@pytest.mark.parametrize(
    ("sent", "kept"), [("usd", "USD"), (" Usd ", "USD"), ("", "EUR"), (None, "EUR")]
)
def test_a_currency_is_read_in_any_case_and_is_else_that_of_the_bills(
    world: World, sent: str | None, kept: str
) -> None:
    made = new_partner(world).call(create_product, body=PRODUCT | {"currency": sent})

    assert made.data["product"]["currency"] == kept


def test_managers_offer_products_and_viewers_do_not(world: World) -> None:
    owner = new_partner(world)

    by_manager = owner.colleague("manager").call(create_product, body=PRODUCT)
    by_viewer = owner.colleague("viewer").call(create_product, body=PRODUCT)

    assert by_manager.status == 201
    assert (by_viewer.status, by_viewer.code) == (403, "FORBIDDEN")
    assert owner.call(list_products).data["pagination"]["total"] == 1


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        ({"name": ""}, "body.name"),
        ({"name": "x" * 121}, "body.name"),
        ({"description": "x" * 1001}, "body.description"),
        ({"image": "javascript:alert(1)"}, "body.image"),
        ({"image": "https://shop.example.com/" + "x" * 2000}, "body.image"),
        ({"price": -1}, "body.price"),
        ({"price": "a lot"}, "body.price"),
        ({"price": 1_000_000_001}, "body.price"),
        ({"price": 39.999}, "body.price"),
        ({"price": 39.9, "currency": "JPY"}, "body.price"),
        ({"currency": "EURO"}, "body.currency"),
        ({"currency": "XXX"}, "body.currency"),
        ({"buyUrl": "ftp://shop.example.com/mat"}, "body.buyUrl"),
        ({"buyUrl": "https://shop.example.com/ mat"}, "body.buyUrl"),
        ({"buyUrl": "https://shop.example.com@evil.example/mat"}, "body.buyUrl"),
        ({"buyUrl": "https://evil.example\\@shop.example.com/"}, "body.buyUrl"),
        ({"buyUrl": "https://shop.example.com/\u202etam"}, "body.buyUrl"),
        ({"buyUrl": "https://shop.example.com/\u200bmat"}, "body.buyUrl"),
        ({"buyUrl": "https:///mat"}, "body.buyUrl"),
        ({"buyUrl": "https://shop.example.com:port/"}, "body.buyUrl"),
        ({"buyUrl": None}, "body.buyUrl"),
    ],
)
def test_what_breaks_a_rule_is_refused_and_not_stored(
    world: World, wrong: dict[str, Any], path: str
) -> None:
    owner = new_partner(world)

    refused = owner.call(create_product, body=PRODUCT | wrong)

    assert (refused.status, refused.paths) == (400, [path])
    assert owner.call(list_products).data["items"] == []


def test_unknown_fields_are_ignored_and_named_and_set_nothing(world: World) -> None:
    owner, other = new_partner(world), new_partner(world)
    foreign = {"id": 7, "partnerId": other.partner_id, "rating": 5}

    made = owner.call(create_product, body=PRODUCT | foreign)

    assert made.status == 201
    assert set(made.headers["X-Ignored-Fields"].split(", ")) == {
        "body.id",
        "body.partnerId",
        "body.rating",
    }
    assert made.data["product"]["id"] != 7
    assert other.call(list_products).data["items"] == []


def test_a_partner_has_at_most_two_hundred_products(world: World) -> None:
    owner, other = new_partner(world), new_partner(world)
    first = product_of(owner)
    world.table.write(update(place_of(owner), sets={"product_count": 199}))

    last = owner.call(create_product, body=PRODUCT)
    refused = owner.call(create_product, body=PRODUCT)

    assert last.status == 201
    assert (refused.status, refused.code) == (409, "CONFLICT")
    assert len(owner.call(list_products).data["items"]) == 2
    assert other.call(create_product, body=PRODUCT).status == 201
    # One removed makes room for one more.
    owner.call(delete_product, id=first["id"])
    assert owner.call(create_product, body=PRODUCT).status == 201
    assert owner.call(create_product, body=PRODUCT).status == 409

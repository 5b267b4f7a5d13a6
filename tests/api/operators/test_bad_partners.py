"""What no partner is made of: refused with its path, made or changed, and nothing is stored."""

import json
from typing import Any

import pytest

from operators import change_partner, create_partner, get_partner
from tests.api.operators.test_create_partner import wish
from tests.api.partners.world import BILLING, new_partner
from tests.contract.stored import everything_stored
from tests.world import World

BAD_TERMS: list[tuple[str, Any]] = [
    ("unitPrice", -1), ("unitPrice", -0.01), ("unitPrice", "4.5"), ("unitPrice", True),
    ("unitPrice", None), ("unitPrice", 4.55555), ("unitPrice", 1e-9), ("unitPrice", 1e300),
    ("unitPrice", float("nan")), ("unitPrice", float("inf")), ("unitPrice", 1_000_000_001),
    ("minimum", -0.01), ("minimum", "100"), ("minimum", [100]),
    ("currency", "XXX"), ("currency", "EURO"), ("currency", "eur"), ("currency", ""),
    ("currency", None), ("currency", 978),
    ("includedMembers", -1), ("includedMembers", 1.5), ("includedMembers", "10"),
    ("includedMembers", 10_000_001),
    ("timezone", "Europe/Atlantis"), ("timezone", ""), ("timezone", "../UTC"), ("timezone", 1),
    ("reportEmails", "a@example.com"),
    ("reportEmails", [f"m{number}@example.com" for number in range(21)]),
    ("model", "per_moon"), ("model", None), ("discount", 5),
]  # fmt: skip

BAD_FIELDS: list[tuple[str, Any]] = [
    ("name", ""), ("name", "x" * 121), ("name", "a\nb"), ("name", 5), ("name", None),
    ("logo", "javascript:alert(1)"), ("logo", "logo.png"), ("logo", 5),
    ("memberVisibility", "everything"),
    ("billing", None), ("billing", []), ("discount", 5),
]  # fmt: skip


@pytest.fixture
def partner_id(world: World) -> int:
    return new_partner(world).partner_id


def test_wrong_terms_make_no_partner(world: World) -> None:
    before = everything_stored()

    for name, value in BAD_TERMS:
        refused = world.operate(create_partner, body=wish(billing=BILLING | {name: value}))

        assert (refused.status, refused.paths) == (400, [f"body.billing.{name}"]), value
    assert everything_stored() == before


def test_null_terms_are_not_sent(world: World) -> None:
    terms = BILLING | {"includedMembers": None, "minimum": None, "reportEmails": None}

    made = world.operate(create_partner, body=wish(billing=terms, memberVisibility=None))

    assert made.status == 201
    assert made.data["partner"]["billing"]["includedMembers"] == 0
    assert made.data["partner"]["memberVisibility"] == "detailed"


def test_wrong_terms_change_no_partner(world: World, partner_id: int) -> None:
    before = everything_stored()

    for name, value in BAD_TERMS:
        body = {"billing": BILLING | {name: value}}
        refused = world.operate(change_partner, partnerId=partner_id, body=body)

        assert (refused.status, refused.paths) == (400, [f"body.billing.{name}"]), value
    assert everything_stored() == before


def test_half_of_the_terms_is_none(world: World, partner_id: int) -> None:
    for name in ("model", "unitPrice", "currency", "timezone"):
        terms = {n: value for n, value in BILLING.items() if n != name}
        refused = [
            world.operate(create_partner, body=wish(billing=terms)),
            world.operate(change_partner, partnerId=partner_id, body={"billing": terms}),
        ]

        assert {tuple(reply.paths) for reply in refused} == {(f"body.billing.{name}",)}


def test_every_wrong_field_is_named_by_its_path(world: World, partner_id: int) -> None:
    before = everything_stored()

    for name, value in BAD_FIELDS:
        made = world.operate(create_partner, body=wish(**{name: value}))
        changed = world.operate(change_partner, partnerId=partner_id, body={name: value})

        for refused in (made, changed):
            assert (refused.status, refused.paths) == (400, [f"body.{name}"]), value
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("owner", "path"),
    [
        (None, "body.owner"),
        ({"name": "Olga"}, "body.owner.email"),
        ({"email": "olga@example.com"}, "body.owner.name"),
        ({"email": "no-at", "name": "Olga"}, "body.owner.email"),
        ({"email": "o@example.com\nBcc: x@example.com", "name": "Olga"}, "body.owner.email"),
        ({"email": "olga@example.com", "name": "Olga\r\nX: y"}, "body.owner.name"),
        ({"email": "olga@example.com", "name": "Olga", "role": "viewer"}, "body.owner.role"),
    ],
)
def test_a_partner_needs_an_owner_who_can_be_reached(world: World, owner: Any, path: str) -> None:
    before = everything_stored()

    refused = world.operate(create_partner, body=wish(owner=owner))

    assert (refused.status, refused.paths) == (400, [path])
    assert everything_stored() == before


def test_a_price_beyond_every_float_is_refused(world: World) -> None:
    body = json.dumps(wish()).replace("4.5", "1e400")

    assert world.operate(create_partner, body=body).paths == ["body.billing.unitPrice"]


def test_the_bounds_of_the_terms_are_taken(world: World) -> None:
    """More included members than there are is fine, and so is a price of nothing."""
    terms = BILLING | {
        "unitPrice": -0.0,
        "currency": "JPY",
        "includedMembers": 10_000_000,
        "minimum": 1_000_000_000,
        "reportEmails": [],
    }

    made = world.operate(create_partner, body=wish(billing=terms)).data["partner"]

    assert made["billing"] == terms
    assert str(made["billing"]["unitPrice"]) == "0"
    read = world.operate(get_partner, partnerId=made["id"]).data["partner"]
    assert read["billing"] == made["billing"]

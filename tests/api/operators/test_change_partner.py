"""PUT /v1/admin/clients/{id}/partners/{partnerId}."""

import pytest

from operators import change_partner, delete_partner, get_partner
from stvos.clock import epoch
from stvos.dynamodb.table import Table, Write
from tests.api.partners.bills import (
    DUE,
    FEBRUARY,
    JANUARY,
    at,
    clock_of,
    due_of,
    make,
    old_partner,
)
from tests.api.partners.world import BILLING, new_partner, product_of
from tests.world import World


def test_only_what_is_named_changes(world: World) -> None:
    owner = new_partner(world, name="Acme Works", logo="https://acme.example.com/logo.png")
    terms = BILLING | {"model": "flat", "unitPrice": 990, "proration": "from_first_full_month"}

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


def test_a_move_meets_a_report_that_is_frozen_in_the_same_moment(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock must not go back: the operator is told to look again."""
    owner = old_partner(world)
    transact = Table.transact

    def freeze_first(self: Table, *writes: Write) -> None:
        monkeypatch.setattr(Table, "transact", transact)
        assert make(owner, JANUARY, DUE) == []
        transact(self, *writes)

    monkeypatch.setattr(Table, "transact", freeze_first)
    moved = {"billing": BILLING | {"timezone": "Asia/Tokyo"}}
    refused = world.operate(change_partner, partnerId=owner.partner_id, body=moved)

    assert (refused.status, refused.code) == (409, "CONFLICT")
    assert clock_of(owner).next == FEBRUARY
    again = world.operate(change_partner, partnerId=owner.partner_id, body=moved)
    assert again.status == 200
    assert due_of(owner) == epoch(at("2026-02-28T21:00"))

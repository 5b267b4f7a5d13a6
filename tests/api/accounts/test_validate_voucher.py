"""POST /v1/auth/voucher/validate. What it refuses: test_voucher_refusals."""

from typing import Any

import pytest

from accounts import validate_voucher
from stvos.clients.models import KeyKind
from tests.api.partners.world import codes_of, new_partner
from tests.world import World


@pytest.mark.parametrize("name", ["code", "voucherCode"])
def test_a_code_shows_what_it_opens_under_either_name(world: World, name: str) -> None:
    owner = new_partner(world, name="Acme Works")
    code = codes_of(owner, expiresAt="2099-01-01T00:00:00.700+01:00")[0]["code"]

    shown = world.call(validate_voucher, body={name: code}).data

    assert shown["voucher"] == {"code": code, "expiresAt": "2098-12-31T23:00:00Z"}
    assert (shown["partner"]["id"], shown["partner"]["name"]) == (owner.partner_id, "Acme Works")
    assert shown["client"]["id"] == world.client.id


def test_the_universal_key_opens_every_brands_codes(world: World) -> None:
    code = codes_of(new_partner(world))[0]["code"]
    everywhere = World.with_client(kind=KeyKind.UNIVERSAL)

    shown = everywhere.call(validate_voucher, body={"code": code}).data

    assert shown["client"]["id"] == world.client.id


@pytest.mark.parametrize("body", [{}, {"code": ""}, {"code": "A" * 61}, {"voucherCode": None}])
def test_a_code_that_cannot_be_one_is_refused(world: World, body: dict[str, Any]) -> None:
    reply = world.call(validate_voucher, body=body)

    assert (reply.status, reply.code) == (400, "VALIDATION_ERROR")

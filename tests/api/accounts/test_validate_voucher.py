"""POST /v1/auth/voucher/validate."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import validate_voucher
from partners import (
    revoke_voucher,
)
from stvos.clock import utc_now
from stvos.partners import voucher_door
from stvos.partners.voucher_door import GUESSES
from stvos.table import Table
from tests.api.partners.world import codes_of, new_partner, sign_up
from tests.world import World


def test_every_reason_to_refuse_a_code_looks_alike(
    world: World, other_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    soon = (utc_now() + timedelta(hours=1)).isoformat()
    redeemed, revoked = codes_of(owner, 2)
    expired = codes_of(owner, expiresAt=soon)[0]
    foreign = codes_of(new_partner(other_world))[0]
    sign_up(world, redeemed["code"])
    owner.call(revoke_voucher, id=revoked["id"])
    later = utc_now() + timedelta(hours=2)
    monkeypatch.setattr(voucher_door.VoucherDoor, "of", _door_at(later))

    unknown = {"code": "ACME-AAAA-BBBB-CCCC"}
    replies = [
        world.call(validate_voucher, body={"code": voucher["code"]}, address=f"198.51.100.{n}")
        for n, voucher in enumerate((unknown, redeemed, revoked, expired, foreign))
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "INVALID_VOUCHER")}
    assert len({str({**reply.json, "requestId": ""}) for reply in replies}) == 1


def _door_at(moment: datetime) -> Any:
    def of(principal: Any) -> voucher_door.VoucherDoor:

        return voucher_door.VoucherDoor(Table.of_stack(), principal, lambda: moment)

    return of


def test_guessing_trips_the_limiter(world: World) -> None:
    address = "192.0.2.99"
    codes = [
        world.call(validate_voucher, body={"code": f"GUESS-{n}"}, address=address).code
        for n in range(GUESSES.attempts + 1)
    ]

    assert set(codes[:-1]) == {"INVALID_VOUCHER"}
    assert codes[-1] == "TOO_MANY_ATTEMPTS"

"""A voucher's way: shown, redeemed with an account, or refused, whatever the reason, alike."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts import register, validate_voucher
from partners import (
    create_vouchers,
    export_vouchers,
    get_voucher_stats,
    list_vouchers,
    revoke_voucher,
)
from platform_info import join_with_code
from stvos.clock import utc_now
from stvos.keys import UserId
from stvos.partners import voucher_door, voucher_service
from stvos.partners.voucher_door import GUESSES
from tests.api.partners.world import StaffMember, new_partner
from tests.world import PASSWORD, Reply, World, call


def codes_of(owner: StaffMember, quantity: int = 1, **wish: Any) -> list[dict[str, Any]]:
    made = owner.call(create_vouchers, body={"quantity": quantity} | wish)
    vouchers: list[dict[str, Any]] = made.data["vouchers"]
    return vouchers


def sign_up(world: World, code: str, email: str = "eva@example.com", **more: Any) -> Reply:
    body = {"email": email, "password": PASSWORD, "voucherCode": code}
    return world.call(register, body=body, **more)


def test_a_code_shows_the_partner_and_the_brand_in_any_spelling(world: World) -> None:
    code = codes_of(new_partner(world, name="Acme Works"), prefix="ACME")[0]["code"]

    for spelling in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        shown = world.call(validate_voucher, body={"voucherCode": spelling}).data
        assert shown["voucher"] == {"code": code, "expiresAt": None}
        assert shown["partner"]["name"] == "Acme Works"
    shown = call(join_with_code, code=code.lower()).data
    assert (shown["valid"], shown["client"]["id"]) == (True, world.client.id)


def test_joining_spends_the_code_and_makes_the_account_a_member(world: World) -> None:
    owner = new_partner(world)
    code = codes_of(owner)[0]["code"]

    joined = sign_up(world, code)

    assert joined.status == 201
    user = UserId(joined.data["user"]["id"])
    account = world.table.get(world.keys.user(user))
    membership = world.table.get(world.keys.membership(user))
    assert account is not None
    assert account["partner_id"] == owner.partner_id
    assert membership is not None
    assert membership["voucher_code"] == code
    assert owner.call(get_voucher_stats).data == {
        "total": 1, "active": 0, "redeemed": 1, "expired": 0, "revoked": 0, "redemptionRate": 1.0,
    }  # fmt: skip
    again = sign_up(world, code, "second@example.com")
    assert (again.status, again.code) == (400, "INVALID_VOUCHER")


def test_a_taken_mail_spends_no_code(world: World) -> None:
    owner = new_partner(world)
    world.member("eva@example.com")

    refused = sign_up(world, codes_of(owner)[0]["code"])

    assert refused.code == "USER_EXISTS"
    assert owner.call(get_voucher_stats).data["active"] == 1


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
        from stvos.table import Table

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


def test_a_brand_that_needs_a_voucher_refuses_to_be_joined_without(cloud: None) -> None:
    world = World.with_client(requires_voucher=True)
    code = codes_of(new_partner(world))[0]["code"]

    without = world.call(register, body={"email": "eva@example.com", "password": PASSWORD})

    assert without.code == "VOUCHER_REQUIRED"
    assert sign_up(world, code).status == 201


def test_a_redeemed_code_cannot_be_revoked(world: World) -> None:
    owner = new_partner(world)
    spent, unspent = codes_of(owner, 2)
    sign_up(world, spent["code"])

    refused = owner.call(revoke_voucher, id=spent["id"])
    revoked = owner.call(revoke_voucher, id=unspent["id"])

    assert (refused.status, refused.code) == (409, "VOUCHER_REDEEMED")
    assert revoked.data["voucher"]["status"] == "revoked"
    assert owner.call(revoke_voucher, id=unspent["id"]).status == 200
    assert owner.call(get_voucher_stats).data["revoked"] == 1


def test_the_list_finds_by_state_and_by_the_beginning_of_a_code(world: World) -> None:
    owner = new_partner(world)
    codes_of(owner, 30, prefix="SUMMER")
    winter = codes_of(owner, 5, prefix="WINTER")
    owner.call(revoke_voucher, id=winter[0]["id"])

    everything = owner.call(list_vouchers, query={"limit": "20", "page": "2"}).data
    found = owner.call(list_vouchers, query={"search": "winter-"}).data
    revoked = owner.call(list_vouchers, query={"status": "revoked"}).data
    both = owner.call(list_vouchers, query={"search": "WINTER", "status": "active"}).data

    assert len(everything["vouchers"]) == 15
    assert everything["pagination"]["total"] == 35
    assert found["pagination"]["total"] == 5
    assert [voucher["id"] for voucher in revoked["vouchers"]] == [winter[0]["id"]]
    assert both["pagination"]["total"] == 4


def test_expired_codes_are_counted_and_listed_by_the_clock(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    codes_of(owner, 2, expiresAt=(utc_now() + timedelta(hours=1)).isoformat())
    codes_of(owner, 1)
    later = utc_now() + timedelta(hours=2)
    monkeypatch.setattr(voucher_service.Vouchers, "__init__", _init_at(later))

    stats = owner.call(get_voucher_stats).data
    expired = owner.call(list_vouchers, query={"status": "expired"}).data["pagination"]["total"]

    assert (stats["active"], stats["expired"], expired) == (1, 2, 2)


def _init_at(moment: datetime) -> Any:
    original = voucher_service.Vouchers.__init__

    def init(self: Any, table: Any, staff: Any) -> None:
        original(self, table, staff, lambda: moment)

    return init


def test_the_export_is_a_safe_spreadsheet(world: World) -> None:
    owner = new_partner(world)
    made = codes_of(owner, 3, prefix="X1")

    reply = owner.call(export_vouchers)

    lines = reply.text.split("\r\n")
    assert reply.headers["Content-Type"].startswith("text/csv")
    assert lines[0] == "code,status,expires_at,created_at,redeemed_at"
    assert {line.split(",")[0] for line in lines[1:-1]} == {voucher["code"] for voucher in made}
    assert reply.headers["X-Row-Count"] == "3"


def test_another_partner_sees_none_of_it(world: World) -> None:
    owner, stranger = new_partner(world), new_partner(world)
    voucher = codes_of(owner)[0]

    assert stranger.call(revoke_voucher, id=voucher["id"]).code == "NOT_FOUND"
    assert stranger.call(list_vouchers).data["vouchers"] == []
    assert stranger.call(get_voucher_stats).data["total"] == 0

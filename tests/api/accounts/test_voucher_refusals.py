"""Codes that open nothing: whatever the reason, outsiders see and measure the same."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts import register, validate_voucher
from partners import list_vouchers, revoke_voucher
from platform_info import join_with_code
from stvos.clock import utc_now
from stvos.ids import new_id
from stvos.partners import voucher_lookup
from stvos.partners.voucher_lookup import GUESSES
from tests import aws_calls
from tests.api.partners.world import StaffMember, codes_of, new_partner, sign_up
from tests.world import PASSWORD, Reply, World, call

pytestmark = pytest.mark.usefixtures("one_moment")

type Look = Callable[[World, str, str], Reply]


def _join(world: World, code: str, address: str) -> Reply:
    return call(join_with_code, code=code, address=address)


def _validate(world: World, code: str, address: str) -> Reply:
    return world.call(validate_voucher, body={"code": code}, address=address)


def _register(world: World, code: str, address: str) -> Reply:
    body = {"email": f"late-{new_id()}@example.com", "password": PASSWORD, "voucherCode": code}
    return world.call(register, body=body, address=address)


ROUTES = {"join": _join, "validate": _validate, "register": _register}


def closed_codes(owner: StaffMember, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """A code for each reason to refuse one; it is two hours later when they are known."""
    expires = utc_now() + timedelta(hours=1)
    redeemed, revoked = codes_of(owner, 2)
    expired = codes_of(owner, expiresAt=expires.isoformat())[0]
    sign_up(owner.world, redeemed["code"])
    owner.call(revoke_voucher, id=revoked["id"])
    _let_time_pass(monkeypatch, expires + timedelta(hours=1))
    return {
        "unknown": "ACME-AAAA-BBBB-CCCC",
        "no code at all": "-",
        "redeemed": redeemed["code"],
        "revoked": revoked["code"],
        "expired": expired["code"],
    }


def _let_time_pass(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    init = voucher_lookup.VoucherLookup.__init__
    monkeypatch.setattr(
        voucher_lookup.VoucherLookup,
        "__init__",
        lambda door, table, principal, now=None: init(door, table, principal, lambda: moment),
    )


def closed_to(route: str, codes: dict[str, str], foreign: str) -> dict[str, str]:
    """The codes that a route refuses: without a key, every brand's codes are at home."""
    return codes if route == "join" else codes | {"another brand's": foreign}


@pytest.mark.parametrize("route", ROUTES)
def test_every_reason_to_refuse_a_code_looks_alike(
    world: World, other_world: World, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    foreign = codes_of(new_partner(other_world))[0]["code"]
    codes = closed_to(route, closed_codes(new_partner(world), monkeypatch), foreign)

    replies = {
        reason: ROUTES[route](world, code, f"198.51.100.{n}")
        for n, (reason, code) in enumerate(codes.items())
    }

    answers = {
        reason: (reply.status, reply.text.replace(reply.json["requestId"], ""), _kept(reply))
        for reason, reply in replies.items()
    }
    assert set(answers.values()) == {answers["unknown"]}, answers
    status = 400 if route == "register" else 404
    assert (answers["unknown"][0], replies["unknown"].code) == (status, "INVALID_VOUCHER")


def _kept(reply: Reply) -> str:
    """The headers, but for the one that differs for every request."""
    return str({name: value for name, value in reply.headers.items() if name != "X-Request-Id"})


@pytest.mark.parametrize("route", ROUTES)
def test_every_reason_to_refuse_a_code_takes_the_same_work(
    world: World, other_world: World, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    foreign = codes_of(new_partner(other_world))[0]["code"]
    codes = closed_to(route, closed_codes(new_partner(world), monkeypatch), foreign)
    world.call(validate_voucher, body={"code": "the authorizer knows the key"})

    work: dict[str, list[str]] = {}
    for n, (reason, code) in enumerate(codes.items()):
        with aws_calls.recorded() as work[reason]:
            ROUTES[route](world, code, f"198.51.100.{n}")

    looking = ["GetItem", "GetItem", "GetItem", "UpdateItem"]
    if route == "register":  # It is counted, and the address is looked at before and after.
        looking = ["UpdateItem", "GetItem", *looking, "GetItem"]
    assert work == dict.fromkeys(codes, looking)


def test_staff_see_the_true_state(world: World) -> None:
    owner = new_partner(world)
    redeemed, revoked, active = codes_of(owner, 3)
    sign_up(world, redeemed["code"])
    owner.call(revoke_voucher, id=revoked["id"])

    shown = owner.call(list_vouchers).data["vouchers"]

    assert {voucher["code"]: voucher["status"] for voucher in shown} == {
        redeemed["code"]: "redeemed",
        revoked["code"]: "revoked",
        active["code"]: "active",
    }


@pytest.mark.parametrize("route", ROUTES)
def test_guessing_trips_the_limiter(world: World, route: str) -> None:
    open_code = codes_of(new_partner(world))[0]["code"]
    guess, address = ROUTES[route], "192.0.2.99"
    codes = {guess(world, f"GUESS-{n}", address).code for n in range(GUESSES.attempts)}

    stopped = [guess(world, code, address) for code in ("ONE-MORE", open_code)]

    assert codes == {"INVALID_VOUCHER"}
    for reply in stopped:
        assert (reply.status, reply.code) == (429, "TOO_MANY_ATTEMPTS")
        assert 0 < int(reply.headers["Retry-After"]) <= GUESSES.window.total_seconds()
    assert guess(world, open_code, "192.0.2.100").status < 400


def test_guesses_with_one_key_do_not_count_against_another(world: World) -> None:
    address, code = "192.0.2.99", codes_of(new_partner(world))[0]["code"]
    for n in range(GUESSES.attempts):
        _validate(world, f"GUESS-{n}", address)

    other = World(world.client, world.add_key())

    assert _validate(world, code, address).status == 429
    assert _validate(other, code, address).status == 200

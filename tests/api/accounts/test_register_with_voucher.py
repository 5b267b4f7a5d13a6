"""POST /v1/auth/register with a voucher."""

from datetime import timedelta

import pytest

from accounts import register
from partners import (
    get_voucher_stats,
)
from stvos.accounts import new_accounts
from stvos.accounts.registration import Registration
from stvos.clients.models import KeyKind
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Table
from stvos.identity import passwords
from stvos.partners.voucher_lookup import GUESSES
from tests import crowd
from tests.api.partners.world import codes_of, new_partner, sign_up
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("one_moment")


def test_joining_spends_the_code_and_makes_the_account_a_member(world: World) -> None:
    owner = new_partner(world)
    code = codes_of(owner)[0]["code"]

    joined = sign_up(world, code)

    assert joined.status == 201
    user = UserId(joined.data["user"]["id"])
    account = world.table.find(world.keys.user(user))
    membership = world.table.find(world.keys.membership(user))
    assert account is not None
    assert account["partner_id"] == owner.partner_id
    assert membership is not None
    assert membership["voucher_code"] == code
    assert owner.call(get_voucher_stats).data == {
        "total": 1, "active": 0, "redeemed": 1, "expired": 0, "revoked": 0, "redemptionRate": 100,
    }  # fmt: skip
    again = sign_up(world, code, "second@example.com")
    assert (again.status, again.code) == (400, "INVALID_VOUCHER")


def test_a_taken_mail_spends_no_code(world: World) -> None:
    owner = new_partner(world)
    world.member("eva@example.com")

    refused = sign_up(world, codes_of(owner)[0]["code"])

    assert refused.code == "USER_EXISTS"
    assert owner.call(get_voucher_stats).data["active"] == 1


@pytest.mark.parametrize("kind", list(KeyKind))
def test_a_sign_up_that_is_sent_again_finds_its_account(cloud: None, kind: KeyKind) -> None:
    world = World.with_client(kind=kind)
    revoked, code = (voucher["code"] for voucher in codes_of(new_partner(world), 2))
    assert sign_up(world, code).status == 201

    again = sign_up(world, code)
    stranger = sign_up(world, code, "stranger@example.com")

    assert (again.status, again.code) == (409, "USER_EXISTS")
    assert (stranger.status, stranger.code) == (400, "INVALID_VOUCHER")
    assert sign_up(world, revoked, "stranger@example.com").status == 201


def test_an_account_s_address_is_answered_alike_whatever_the_code(world: World) -> None:
    owner = new_partner(world)
    good, spent = (voucher["code"] for voucher in codes_of(owner, 2))
    sign_up(world, spent)

    replies = [sign_up(world, code) for code in (good, spent, "AAAA-BBBB-CCCC", "-")]

    assert {reply.code for reply in replies} == {"USER_EXISTS"}
    assert owner.call(get_voucher_stats).data["active"] == 1


def test_a_sign_up_that_died_after_its_writes_is_finished_by_its_repetition(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = codes_of(new_partner(world))[0]["code"]
    headers = {"Idempotency-Key": "once"}
    body = {"email": "eva@example.com", "password": PASSWORD, "voucherCode": code}
    with monkeypatch.context() as patched:
        patched.setattr(new_accounts, "tokens_of", _die)
        with pytest.raises(AssertionError, match="INTERNAL_ERROR"):
            world.call(register, body=body, headers=headers)

    again = world.call(register, body=body, headers=headers)

    assert again.status == 201
    membership = world.table.find(world.keys.membership(UserId(again.data["user"]["id"])))
    assert membership is not None


def _die(*_: object) -> None:
    raise RuntimeError("the process dies here")


def test_a_brand_that_needs_a_voucher_refuses_to_be_joined_without(cloud: None) -> None:
    world = World.with_client(requires_voucher=True)
    code = codes_of(new_partner(world))[0]["code"]

    without = world.call(register, body={"email": "eva@example.com", "password": PASSWORD})

    assert without.code == "VOUCHER_REQUIRED"
    assert sign_up(world, code).status == 201


def test_a_code_that_expires_while_the_password_is_hashed_lets_nobody_in(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = new_partner(world)
    expires = utc_now() + timedelta(hours=1)
    code = codes_of(owner, expiresAt=expires.isoformat())[0]["code"]
    clock = [utc_now()]
    hash_password = passwords.hash_password

    def hash_until_it_expires(password: str) -> str:
        clock[0] = expires
        return hash_password(password)

    monkeypatch.setattr(passwords, "hash_password", hash_until_it_expires)
    monkeypatch.setattr(
        Registration,
        "of",
        lambda principal, admit, brand_of, introduce: Registration(
            Table.of_stack(), principal, admit, brand_of, introduce, lambda: clock[0]
        ),
    )

    refused = sign_up(world, code)

    assert clock == [expires], "the code was open when it was looked at"
    assert (refused.status, refused.code) == (400, "INVALID_VOUCHER")
    assert list(world.table.all(world.keys.users())) == []
    assert list(world.table.all(world.keys.members_of(owner.partner_id))) == []
    stats = owner.call(get_voucher_stats).data
    assert (stats["active"], stats["redeemed"]) == (1, 0)


def test_a_crowd_on_the_same_counter_makes_joining_slower_and_no_worse(world: World) -> None:
    owner = new_partner(world)
    code = codes_of(owner)[0]["code"]
    others = crowd.transactions(4)

    with others.present():
        joined = sign_up(world, code)

    assert (joined.status, others.calls) == (201, 5)
    assert owner.call(get_voucher_stats).data["redeemed"] == 1


def test_who_does_not_get_through_a_crowd_may_come_again_with_the_same_code(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("stvos.dynamodb.table.PAUSES", (0.0,))
    owner = new_partner(world)
    code = codes_of(owner)[0]["code"]

    with crowd.transactions(100).present():
        turned_away = sign_up(world, code)

    assert (turned_away.status, turned_away.code) == (429, "RATE_LIMITED")
    assert turned_away.headers["Retry-After"] == "1"
    assert owner.call(get_voucher_stats).data["active"] == 1
    assert sign_up(world, code).status == 201


def test_guessing_codes_at_registration_trips_the_limiter_too(world: World) -> None:
    address = "192.0.2.77"
    guesses = [
        sign_up(world, f"GUESS-{n}", f"g{n}@example.com", address=address)
        for n in range(GUESSES.attempts + 1)
    ]

    assert {(reply.status, reply.code) for reply in guesses[:-1]} == {(400, "INVALID_VOUCHER")}
    assert (guesses[-1].status, guesses[-1].code) == (429, "TOO_MANY_ATTEMPTS")
    assert 0 < int(guesses[-1].headers["Retry-After"]) <= 900

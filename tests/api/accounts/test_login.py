"""POST /v1/auth/login."""

from dataclasses import replace
from datetime import timedelta

import pytest

from accounts import login, me, register
from stvos.accounts import member_sign_ins
from stvos.accounts.members import LOGIN_BY_ADDRESS, LOGIN_BY_PAIR, MEMBERS
from stvos.clients.models import KeyKind
from stvos.identity.guess_guard import GuessLimits
from stvos.identity.limits import Limit
from tests.world import PASSWORD, World

pytestmark = pytest.mark.usefixtures("one_moment")

OTHER_PASSWORD = "another good one"


def test_a_right_password_signs_in(world: World) -> None:
    member = world.member("ada@example.com")

    reply = world.call(login, body={"email": "Ada@Example.com ", "password": PASSWORD})

    assert reply.status == 200
    assert reply.data["user"] == {
        "id": member.id,
        "email": "ada@example.com",
        "name": "Mia Member",
        "role": "user",
    }
    assert reply.data["expiresIn"] == 3600
    assert reply.data["tokens"]["accessToken"] == reply.data["accessToken"]
    assert reply.data["client"]["id"] == world.client.id
    signed_in = world.call(me, headers={"Authorization": f"Bearer {reply.data['accessToken']}"})
    assert signed_in.data["user"]["id"] == member.id


def test_a_wrong_password_and_an_unknown_mail_are_refused_alike(world: World) -> None:
    world.member("ada@example.com")

    wrong = world.call(login, body={"email": "ada@example.com", "password": "not this one"})
    unknown = world.call(login, body={"email": "eve@example.com", "password": "not this one"})

    assert wrong.status == unknown.status == 401
    assert wrong.code == unknown.code == "INVALID_CREDENTIALS"
    assert {**wrong.json, "requestId": ""} == {**unknown.json, "requestId": ""}


def test_too_many_wrong_passwords_close_the_account_for_a_while(world: World) -> None:
    world.member("ada@example.com")
    body = {"email": "ada@example.com", "password": "not this one"}

    codes = [world.call(login, body=body).code for _ in range(LOGIN_BY_PAIR.attempts)]
    right = world.call(login, body=body | {"password": PASSWORD})

    assert set(codes) == {"INVALID_CREDENTIALS"}
    assert right.code == "TOO_MANY_ATTEMPTS"
    assert 0 < int(right.headers["Retry-After"]) <= 900


def test_a_stranger_s_guesses_lock_no_one_out(world: World) -> None:
    world.member("ada@example.com")
    wrong = {"email": "ada@example.com", "password": "not this one"}
    for _ in range(LOGIN_BY_PAIR.attempts + 1):
        world.call(login, body=wrong, address="198.51.100.9")

    assert world.call(login, body=wrong | {"password": PASSWORD}).status == 200


def test_guesses_from_many_addresses_end_except_for_a_device_that_is_known(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = GuessLimits(LOGIN_BY_PAIR, LOGIN_BY_ADDRESS, Limit("login_at", 3, timedelta(hours=1)))
    monkeypatch.setattr(member_sign_ins, "MEMBERS", replace(MEMBERS, logins=few))
    world.member("ada@example.com")
    wrong = {"email": "ada@example.com", "password": "not this one"}
    right = wrong | {"password": PASSWORD}
    home = "192.0.2.1"
    assert world.call(login, body=right, address=home).status == 200

    codes = [world.call(login, body=wrong, address=f"198.51.100.{n}").code for n in range(5)]

    assert codes == ["INVALID_CREDENTIALS"] * 3 + ["TOO_MANY_ATTEMPTS"] * 2
    assert world.call(login, body=right, address="198.51.100.200").code == "TOO_MANY_ATTEMPTS"
    assert world.call(login, body=right, address=home).status == 200


def test_signing_in_often_is_not_guessing(world: World) -> None:
    world.member("ada@example.com")
    body = {"email": "ada@example.com", "password": PASSWORD}

    statuses = {world.call(login, body=body).status for _ in range(LOGIN_BY_PAIR.attempts * 2)}

    assert statuses == {200}


def test_an_account_belongs_to_one_brand(world: World, other_world: World) -> None:
    world.member("ada@example.com")

    reply = other_world.call(login, body={"email": "ada@example.com", "password": PASSWORD})

    assert reply.code == "INVALID_CREDENTIALS"


def test_the_universal_key_finds_the_brand_by_the_mail(world: World) -> None:
    world.member("only-here@example.com")
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}

    reply = world.call(
        login, headers=universal, body={"email": "only-here@example.com", "password": PASSWORD}
    )

    assert reply.data["client"]["id"] == world.client.id
    assert reply.data["client"]["branding"]["primaryColor"] == "#0f766e"


def test_the_universal_key_asks_which_brand_a_shared_mail_means(
    world: World, other_world: World
) -> None:
    universal = at_two_brands(world, other_world, "both@example.com", PASSWORD, PASSWORD)
    body = {"email": "both@example.com", "password": PASSWORD}

    ambiguous = world.call(login, headers=universal, body=body)
    chosen = world.call(login, headers=universal, body=body | {"clientId": other_world.client.id})

    assert ambiguous.code == "CLIENT_AMBIGUOUS"
    assert {c["id"] for c in ambiguous.json["clients"]} == {world.client.id, other_world.client.id}
    assert chosen.data["client"]["id"] == other_world.client.id


def at_two_brands(
    world: World, other_world: World, email: str, password: str, other: str
) -> dict[str, str]:
    """An address with an account in each brand; answers the headers of the universal key."""
    world.member(email, password=password)
    other_world.member(email, password=other)
    return {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}


def test_with_the_universal_key_a_wrong_password_names_no_brand(
    world: World, other_world: World
) -> None:
    universal = at_two_brands(world, other_world, "both@example.com", PASSWORD, OTHER_PASSWORD)

    known, unknown = (
        world.call(login, headers=universal, body={"email": email, "password": "not this one"})
        for email in ("both@example.com", "eve@example.com")
    )

    assert known.code == "INVALID_CREDENTIALS"
    assert {**known.json, "requestId": ""} == {**unknown.json, "requestId": ""}


def test_with_the_universal_key_only_brands_with_this_password_take_part(
    world: World, other_world: World
) -> None:
    universal = at_two_brands(world, other_world, "both@example.com", PASSWORD, OTHER_PASSWORD)
    body = {"email": "both@example.com"}

    for brand, password in ((world, PASSWORD), (other_world, OTHER_PASSWORD)):
        reply = world.call(login, headers=universal, body=body | {"password": password})
        assert reply.data["client"]["id"] == brand.client.id
    elsewhere = body | {"password": PASSWORD, "clientId": other_world.client.id}
    assert world.call(login, headers=universal, body=elsewhere).code == "INVALID_CREDENTIALS"


def test_of_three_brands_the_two_with_this_password_are_named(
    world: World, other_world: World
) -> None:
    third = World.with_client()
    third.member("three@example.com", password=OTHER_PASSWORD)
    universal = at_two_brands(world, other_world, "three@example.com", PASSWORD, PASSWORD)

    reply = world.call(
        login, headers=universal, body={"email": "three@example.com", "password": PASSWORD}
    )

    assert reply.code == "CLIENT_AMBIGUOUS"
    assert {c["id"] for c in reply.json["clients"]} == {world.client.id, other_world.client.id}


@pytest.mark.parametrize("universal_first", [True, False])
def test_guesses_with_the_brand_s_key_and_the_universal_key_share_one_budget(
    world: World, universal_first: bool
) -> None:
    world.member("ada@example.com")
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}
    first, second = (universal, {}) if universal_first else ({}, universal)
    body = {"email": "ada@example.com", "password": "not this one"}
    for _ in range(LOGIN_BY_PAIR.attempts):
        assert world.call(login, headers=first, body=body).code == "INVALID_CREDENTIALS"

    right = world.call(login, headers=second, body=body | {"password": PASSWORD})

    assert right.code == "TOO_MANY_ATTEMPTS"


def test_a_sign_in_at_one_brand_buys_no_guesses_at_another(
    world: World, other_world: World
) -> None:
    """Whoever registers another's address somewhere has a password there that is right."""
    universal = at_two_brands(world, other_world, "ada@example.com", OTHER_PASSWORD, PASSWORD)
    body = {"email": "ada@example.com", "password": OTHER_PASSWORD}
    for _ in range(LOGIN_BY_PAIR.attempts):
        assert world.call(login, headers=universal, body=body).status == 200

    right = body | {"password": PASSWORD}

    assert other_world.call(login, body=right).code == "TOO_MANY_ATTEMPTS"
    assert other_world.call(login, body=right, address="198.51.100.9").status == 200


def test_the_failures_of_one_address_with_the_universal_key_are_counted_across_brands(
    world: World, other_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = replace(MEMBERS.logins, by_address=Limit("login_from", 3, timedelta(minutes=15)))
    monkeypatch.setattr(member_sign_ins, "MEMBERS", replace(MEMBERS, logins=few))
    universal = at_two_brands(world, other_world, "both@example.com", PASSWORD, PASSWORD)

    codes = [
        world.call(login, headers=universal, body={"email": email, "password": "wrong one"}).code
        for email in ("both@example.com", "a@example.com", "b@example.com", "c@example.com")
    ]

    assert codes == ["INVALID_CREDENTIALS"] * 3 + ["TOO_MANY_ATTEMPTS"]


def test_unknown_fields_are_ignored_and_named(world: World) -> None:
    world.member("ada@example.com")

    reply = world.call(
        login,
        body={"email": "ada@example.com", "password": PASSWORD, "fcmToken": "x", "role": "trainer"},
    )

    assert reply.status == 200
    assert reply.data["user"]["role"] == "user"
    assert reply.headers["X-Ignored-Fields"] == "body.fcmToken, body.role"


def test_a_call_without_an_authorizer_s_context_is_refused(world: World) -> None:
    reply = world.call(login, context={}, body={"email": "a@example.com", "password": PASSWORD})

    assert (reply.status, reply.code) == (401, "MISSING_API_KEY")


def test_what_is_not_json_is_refused(world: World) -> None:
    bodies = [
        "{",
        "[1]",
        b"\xff\xfe",
        '"text"',
        "[" * 5000,
        '{"email": "a@b.test", "password": NaN}',
    ]

    replies = [world.call(login, body=body) for body in bodies]

    assert {reply.status for reply in replies} == {400}


def test_the_same_mail_cannot_register_twice(world: World) -> None:
    world.member("ada@example.com")

    reply = world.call(register, body={"email": "ADA@example.com", "password": PASSWORD})

    assert (reply.status, reply.code) == (409, "USER_EXISTS")

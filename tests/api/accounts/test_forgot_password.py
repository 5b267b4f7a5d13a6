"""POST /v1/auth/forgot-password."""

from datetime import timedelta

import pytest

from accounts import forgot_password
from stvos.accounts import password_reset
from stvos.accounts.password_reset import ASKS_BY_ADDRESS, ASKS_BY_PAIR
from stvos.clients.models import KeyKind
from stvos.identity.limits import Limit
from stvos.identity.mail_codes import mail_hash
from tests.api.accounts.sessions import later
from tests.world import Reply, World

pytestmark = pytest.mark.usefixtures("one_moment")


def _ask(world: World, email: str = "ada@example.com", **request: object) -> Reply:
    return world.call(forgot_password, body={"email": email}, **request)


def _codes(world: World) -> list[str]:
    return [mail["code"] for mail in world.mails() if mail["template"] == "reset_code"]


def test_a_code_is_mailed_to_the_member(world: World) -> None:
    world.member("ada@example.com", name="Ada")

    reply = _ask(world, " ADA@example.com")

    assert reply.status == 202
    [mail] = [mail for mail in world.mails() if mail["template"] == "reset_code"]
    assert (mail["to"], mail["name"]) == ("ada@example.com", "Ada")
    assert len(mail["code"]) == 6


def test_an_unknown_address_gets_the_same_answer_and_no_mail(world: World) -> None:
    world.member("ada@example.com")
    known, unknown = _ask(world), _ask(world, "eve@example.com")

    assert known.status == unknown.status == 202
    assert known.data == unknown.data
    assert len(_codes(world)) == 1


def test_a_new_request_mails_the_live_code_again_and_voids_none(world: World) -> None:
    world.member("ada@example.com")
    _ask(world)

    _ask(world, address="198.51.100.9")
    with later(timedelta(minutes=6)):
        _ask(world, address="198.51.100.9")

    first, again = _codes(world)
    assert first == again, "asked for within five minutes, it is not mailed again"


def test_the_table_holds_no_code(world: World) -> None:
    world.member("ada@example.com")
    _ask(world)

    item = world.table.find(world.keys.mail_code(mail_hash("ada@example.com"), "reset"))

    assert _codes(world)[0] not in str(item)


def test_an_address_can_ask_only_so_often(world: World) -> None:
    world.member("ada@example.com")

    statuses = [_ask(world).status for _ in range(ASKS_BY_PAIR.attempts + 1)]
    unknown = [_ask(world, "eve@example.com").status for _ in range(ASKS_BY_PAIR.attempts + 1)]

    assert statuses == unknown == [202] * ASKS_BY_PAIR.attempts + [429]
    assert len(_codes(world)) == 1
    assert _ask(world, address="198.51.100.9").status == 202, "no one is locked out by a stranger"
    with later(timedelta(hours=1)):
        assert _ask(world).status == 202


def test_one_caller_can_ask_for_only_so_many(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    few = Limit(ASKS_BY_ADDRESS.scope, 3, ASKS_BY_ADDRESS.window)
    monkeypatch.setattr(password_reset, "ASKS_BY_ADDRESS", few)

    replies = [_ask(world, f"m{n}@example.com", address="198.51.100.9") for n in range(4)]

    assert [reply.status for reply in replies] == [202, 202, 202, 429]
    assert replies[3].code == "TOO_MANY_ATTEMPTS"
    assert _ask(world, "m9@example.com", address="198.51.100.10").status == 202


def test_another_brands_members_get_no_mail(world: World, other_world: World) -> None:
    world.member("ada@example.com")

    assert _ask(other_world).status == 202

    assert _codes(world) == []
    assert _codes(other_world) == []


def test_the_universal_key_asks_every_brand_that_knows_the_address(
    world: World, other_world: World
) -> None:
    for brand in (world, other_world):
        brand.member("both-brands@example.com")
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}

    assert _ask(world, "both-brands@example.com", headers=universal).status == 202

    assert len(_codes(world)) == len(_codes(other_world)) == 1


def test_asking_is_counted_in_the_account_s_brand_whichever_key_it_comes_with(
    world: World, other_world: World
) -> None:
    for brand in (world, other_world):
        brand.member("both-brands@example.com")
    for _ in range(ASKS_BY_PAIR.attempts):
        _ask(world, "both-brands@example.com")
    universal = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}

    replies = [
        _ask(world, "both-brands@example.com", headers=universal)
        for _ in range(ASKS_BY_PAIR.attempts + 1)
    ]

    assert [reply.status for reply in replies] == [202] * ASKS_BY_PAIR.attempts + [429]
    assert len(_codes(other_world)) == 1


def test_a_repeated_request_mails_once(world: World) -> None:
    world.member("ada@example.com")
    headers = {"Idempotency-Key": "forgot"}

    first, second = _ask(world, headers=headers), _ask(world, headers=headers)

    assert (first.status, second.status) == (202, 202)
    assert second.headers["Idempotency-Replayed"] == "true"
    assert len(_codes(world)) == 1


def test_unknown_fields_are_refused(world: World) -> None:
    reply = world.call(forgot_password, body={"email": "a@example.com", "clientId": 3})

    assert (reply.status, reply.paths) == (400, ["body.clientId"])

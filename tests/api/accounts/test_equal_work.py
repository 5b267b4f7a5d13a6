"""What is done for a known address is done for an unknown one: the same operations of AWS, in the
same order, and the same hashing, so that the duration reveals nothing either.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient

from accounts import forgot_password, login, reset_password
from partners import staff_forgot_password, staff_login, staff_reset_password
from stvos.accounts import member_sign_ins, password_reset
from stvos.accounts.members import MEMBERS
from stvos.clients.models import KeyKind
from stvos.identity import passwords
from stvos.identity.limits import Limit
from stvos.ids import new_id
from stvos.partners import staff_passwords, staff_sign_ins
from stvos.partners.staff_kind import STAFF
from tests.api.partners.world import new_partner
from tests.world import Reply, World, call

WRONG = {"password": "not this one"}
CODE = {"code": "000000", "newPassword": "an even better one"}
HOUR = timedelta(hours=1)
# From which no one of the known ones has signed in.
ELSEWHERE = "198.51.100.9"

type Ask = Callable[[str], Reply]
type Way = Callable[[World], tuple[str, Ask]]


@contextmanager
def work() -> Iterator[list[object]]:
    """Each call of AWS meanwhile, with how it reads and how many items it writes, and each hash."""
    done: list[object] = []
    send, hasher = BaseClient._make_api_call, passwords._hasher  # type: ignore[attr-defined]

    def noted(client: BaseClient, operation: str, sent: dict[str, Any]) -> Any:
        kinds = [kind for write in sent.get("TransactItems", []) for kind in write]
        done.append((operation, sent.get("ConsistentRead"), kinds))
        return send(client, operation, sent)

    class Noting:
        def verify(self, stored: str, password: str) -> bool:
            done.append(("verify", stored.split("$")[:4]))
            return hasher.verify(stored, password)

    with (
        patch.object(BaseClient, "_make_api_call", noted),
        patch.object(passwords, "_hasher", Noting()),
    ):
        yield done


def stranger() -> str:
    return f"stranger-{new_id()}@example.com"


def member_by_brand_key(endpoint: ModuleType, more: dict[str, Any]) -> Way:
    def way(world: World) -> tuple[str, Ask]:
        member = world.member()
        return member.email, lambda email: world.call(
            endpoint, body={"email": email} | more, address=ELSEWHERE
        )

    return way


def member_by_universal_key(
    endpoint: ModuleType, more: dict[str, Any], *, chooses: bool = False
) -> Way:
    def way(world: World) -> tuple[str, Ask]:
        member = world.member()
        headers = {"X-API-Key": world.add_key(KeyKind.UNIVERSAL)}
        body = more | ({"clientId": world.client.id} if chooses else {})
        return member.email, lambda email: world.call(
            endpoint, headers=headers, body={"email": email} | body, address=ELSEWHERE
        )

    return way


def staff(endpoint: ModuleType, more: dict[str, Any]) -> Way:
    def way(world: World) -> tuple[str, Ask]:
        owner = new_partner(world)
        return owner.email, lambda email: call(
            endpoint, body={"email": email} | more, address=ELSEWHERE
        )

    return way


LOGINS = {
    "login": member_by_brand_key(login, WRONG),
    "login, universal key": member_by_universal_key(login, WRONG),
    "login, universal key, chosen": member_by_universal_key(login, WRONG, chooses=True),
    "staff login": staff(staff_login, WRONG),
}
RESETS = {
    "reset": member_by_brand_key(reset_password, CODE),
    "reset, universal key": member_by_universal_key(reset_password, CODE),
    "staff reset": staff(staff_reset_password, CODE),
}
ASKS = {
    "forgot": member_by_brand_key(forgot_password, {}),
    "forgot, universal key": member_by_universal_key(forgot_password, {}),
    "staff forgot": staff(staff_forgot_password, {}),
}


def pairs(ways: dict[str, Way]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("way", ways.values(), ids=ways.keys())


def compare(known: str, ask: Ask) -> list[object]:
    """The work of a call for a known address, which is that for an unknown one; and so again."""
    ask(stranger())  # What a process does once is done.
    unknown = stranger()
    for _ in range(2):
        with work() as for_known:
            answer = ask(known)
        with work() as for_unknown:
            other = ask(unknown)
        assert for_known == for_unknown
        assert (answer.status, {**answer.json, "requestId": ""}) == (
            other.status,
            {**other.json, "requestId": ""},
        )
    return for_known


def hashes(done: list[object]) -> int:
    return len([one for one in done if isinstance(one, tuple) and one[0] == "verify"])


@pairs(LOGINS)
def test_a_wrong_password(world: World, way: Way) -> None:
    done = compare(*way(world))

    assert hashes(done) == 1
    assert len(done) >= 7


@pairs(ASKS)
def test_a_forgotten_password(world: World, way: Way) -> None:
    done = compare(*way(world))

    assert [one for one in done if isinstance(one, tuple) and one[0] == "TransactWriteItems"]
    assert len(done) >= 6


@pairs(RESETS)
def test_a_wrong_code(world: World, way: Way) -> None:
    assert len(compare(*way(world))) >= 5


@pairs(LOGINS | RESETS)
def test_a_limit_that_strangers_have_used_up(
    world: World, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only then the addresses of the sign-ins that stand are looked at."""
    none = Limit("none_at", 1, HOUR)
    for module, name, kind in (
        (member_sign_ins, "MEMBERS", MEMBERS),
        (staff_sign_ins, "STAFF", STAFF),
    ):
        limits = replace(kind.logins, by_subject=none)
        monkeypatch.setattr(module, name, replace(kind, logins=limits))
    for module in (password_reset, staff_passwords):
        monkeypatch.setattr(module, "RESETS", replace(module.RESETS, by_subject=none))
    known, ask = way(world)
    unknown = stranger()
    for email in (known, unknown):
        ask(email)

    with work() as for_known:
        answer = ask(known)
    with work() as for_unknown:
        other = ask(unknown)

    assert answer.code == other.code == "TOO_MANY_ATTEMPTS"
    assert for_known == for_unknown
    assert ("Query", True, []) in for_known

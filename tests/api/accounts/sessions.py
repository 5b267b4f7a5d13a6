"""What the account tests share: sign-ins, refreshes, crashes, and moments in time."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts import login, refresh
from stvos import clock
from stvos.api.idempotency import Idempotency
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Item
from tests.world import PASSWORD, Member, Reply, World


def sign_in(world: World, member: Member, password: str = PASSWORD) -> Member:
    """The member on another device."""
    data = world.call(login, body={"email": member.email, "password": password}).data
    return replace(member, access_token=data["accessToken"], refresh_token=data["refreshToken"])


def renew(world: World, token: str, **request: Any) -> Reply:
    return world.call(refresh, body={"refreshToken": token}, **request)


def family_id(token: str) -> int:
    return int(token.split(".")[3])


def families(world: World, member: Member) -> list[Item]:
    """The sign-ins that were not ended."""
    stored = world.table.all(world.keys.families(UserId(member.id)), consistent=True)
    return [family for family in stored if "ended_at" not in family]


class Crash(BaseException):
    """The machine goes away: nothing in the program may catch this."""


@contextmanager
def crashing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Die when the endpoint's work is done and before its answer is stored."""
    run = Idempotency.run

    def dying(self: Idempotency, attempt: Any, work: Callable[[], Any]) -> Any:
        def work_then_die() -> Any:
            work()
            raise Crash

        return run(self, attempt, work_then_die)

    with monkeypatch.context() as patched:
        patched.setattr(Idempotency, "run", dying)
        with pytest.raises(Crash):
            yield


@contextmanager
def later(span: timedelta) -> Iterator[None]:
    """Work with the clock so much further on; tokens are still issued at the real time."""
    with clock.standing(clock.real_now() + span):
        yield

"""What the account tests share: sign-ins, refreshes, and moments in time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

from accounts import login, refresh
from stvos import clock
from stvos.keys import UserId
from stvos.table import Item
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
    return list(world.table.all(world.keys.families(UserId(member.id)), consistent=True))


@contextmanager
def later(span: timedelta) -> Iterator[None]:
    """Work with the clock so much further on; tokens are still issued at the real time."""
    with clock.standing(clock.real_now() + span):
        yield

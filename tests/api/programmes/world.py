"""Trainers with programmes, and members who follow them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import ModuleType
from typing import Any

from accounts import login
from members import update_me
from my_bookings import list_subscriptions
from programmes import subscribe
from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import update
from tests.api.content.stock import Stock
from tests.world import PASSWORD, Member, Reply, World
from trainer_portal import create_programme

# A Monday, at noon.
NOON = datetime(2027, 3, 1, 12, tzinfo=UTC)
TODAY = NOON.date()
SQUATS = {
    "name": "Squat",
    "sets": 4,
    "reps": "8-10",
    "restTime": "90 seconds",
    "instructions": "Heels stay on the floor.",
}


def workout(day: int, title: str = "Legs") -> dict[str, Any]:
    return {"day": day, "title": title, "kind": "workout", "exercises": [SQUATS]}


def week(number: int, *days: dict[str, Any]) -> dict[str, Any]:
    return {"week": number, "days": list(days) or [workout(1), workout(4)]}


PROGRAMME: dict[str, Any] = {
    "name": "Strong in two weeks",
    "description": "Four workouts.",
    "price": 49.5,
    "currency": "GBP",
    "weeks": [week(1), week(2)],
}


@dataclass(frozen=True)
class Coach:
    """A signed-in trainer of a world's brand."""

    world: World
    trainer_id: int
    member: Member

    def call(self, endpoint: ModuleType, **request: Any) -> Reply:
        """Call a route as this trainer."""
        return self.member.call(endpoint, **request)

    def programme(self, **changes: Any) -> int:
        """A new programme, of two weeks unless given; its id."""
        made = self.call(create_programme, body=PROGRAMME | changes)
        return int(made.data["programme"]["id"])


def new_coach(world: World) -> Coach:
    """An account that is bound to a trainer of the catalogue."""
    trainer_id, member = Stock.of(world).trainer.id, world.member()
    bound = {"role": "trainer", "trainer_id": trainer_id}
    world.table.write(update(world.keys.user(UserId(member.id)), sets=bound))
    data = world.call(login, body={"email": member.email, "password": PASSWORD}).data
    return Coach(world, trainer_id, replace(member, access_token=data["accessToken"]))


def member_in(world: World, zone: str) -> Member:
    """A member whose days are those of a zone."""
    member = world.member()
    move(member, zone)
    return member


def move(member: Member, zone: str) -> None:
    assert member.call(update_me, body={"settings": {"timezone": zone}}).status == 200


def followed(member: Member, programme_id: int, start: date | None = None) -> dict[str, Any]:
    """A new subscription."""
    body = {"startDate": f"{start}"} if start else {}
    made = member.call(subscribe, id=programme_id, body=body)
    subscription: dict[str, Any] = made.data["subscription"]
    return subscription


def shown(member: Member) -> dict[str, Any]:
    """The member's newest subscription, as it is listed."""
    listed: list[dict[str, Any]] = member.call(list_subscriptions).data["programmes"]
    return listed[0]


@contextmanager
def days_later(days: float) -> Iterator[None]:
    """At noon of a day after the first one."""
    with standing(NOON + timedelta(days=days)):
        yield


def on(days: int) -> str:
    """The date of a day after the first one."""
    return f"{TODAY + timedelta(days=days)}"

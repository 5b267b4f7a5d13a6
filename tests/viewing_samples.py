"""Classes to watch and clocks to watch them by, for the tests of viewing."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from types import ModuleType
from typing import Any

from stvos.catalogue.models import Category, FitnessClass, Trainer, Video, VideoSource
from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import real_now, standing
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.marshal import item_to_wire
from stvos.dynamodb.table import Item, Table
from stvos.ids import new_id
from stvos.viewing.models import Session, StreamMark
from stvos.viewing.repository import SessionRepository
from stvos.viewing.watched_days import WatchedDays
from tests.world import Member, Reply, World

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def add_class(table: Table, tenant: ClientId, **changes: Any) -> FitnessClass:
    """A published class of ten minutes, with a category and a trainer of its own."""
    content = CatalogueRepository(table, tenant)
    stamps = {"created_at": LONG_AGO, "updated_at": LONG_AGO}
    category = Category(id=new_id(), name="Strength", **stamps)
    trainer = Trainer(id=new_id(), name="Tara Trainer", **stamps)
    content.add_category(category)
    content.add_trainer(trainer)
    settings: dict[str, Any] = {
        "id": new_id(),
        "name": "Morning Strength",
        "category_id": category.id,
        "trainer_id": trainer.id,
        "duration": 10,
        "intensity": "medium",
        "published_at": LONG_AGO,
        "video": Video(source=VideoSource.S3, ref="videos/morning strength.mp4"),
    }
    added = FitnessClass.model_validate(settings | stamps | changes)
    content.add_class(added)
    return added


def class_of(world: World, **changes: Any) -> FitnessClass:
    return add_class(world.table, world.tenant, **changes)


class Hands:
    """A clock that stands where it was put. It starts now, because tokens live by the real one."""

    def __init__(self) -> None:
        self.at = real_now()

    @contextmanager
    def later(self, **by: float) -> Iterator[datetime]:
        """Move on by so much, and stand there."""
        self.at += timedelta(**by)
        with standing(self.at):
            yield self.at

    def call(self, member: Member, endpoint: ModuleType, seconds: float = 0, **ask: Any) -> Reply:
        """Call a route as a member, so many seconds later."""
        with self.later(seconds=seconds):
            return member.call(endpoint, **ask)


def stored(world: World, member: Member, session_id: int) -> Session:
    """A session as the table holds it."""
    found = SessionRepository(world.table, world.tenant, UserId(member.id)).find(session_id)
    assert found is not None
    return found


def items_of(world: World, member: Member, kind: str) -> list[Item]:
    """All items of a type in a member's partition."""
    everything = world.table.all(world.keys.everything_of(UserId(member.id)), consistent=True)
    return [item for item in everything if item.get("type") == kind]


def add_watched(world: World, member: Member, day: date, watched_ms: int, session: int) -> None:
    """A session's share of a member's day, as the counting stores it."""
    user = UserId(member.id)
    item = world.table.find(world.keys.watched(user, day), consistent=True)
    stored = {day: item} if item else {}
    days = WatchedDays(world.table, world.tenant, user)
    world.table.transact(*days.raising({day: {session: watched_ms}}, stored))


_sequence = count(1)


def session_change(
    world: World, member: Member, before: Session | None, after: Session
) -> dict[str, Any]:
    """A record of the stream: a member's session was written and is to be counted."""
    key = world.keys.session(UserId(member.id), after.id)
    place = {"pk": key.pk, "sk": key.sk}

    def image(session: Session) -> Item:
        more = {"type": "session", "user_id": member.id, "stream_mark": StreamMark.COUNT.value}
        return item_to_wire(session.to_item() | place | more)

    told = {
        "Keys": item_to_wire(place),
        "NewImage": image(after),
        "SequenceNumber": str(next(_sequence)),
    }
    if before is None:
        return {"eventName": "INSERT", "dynamodb": told}
    return {"eventName": "MODIFY", "dynamodb": told | {"OldImage": image(before)}}

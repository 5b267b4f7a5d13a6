"""DynamoDB access patterns K1 to K4 of docs/data-model.md: video rooms and who was in them."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zlib import crc32

from stvos.clock import epoch
from stvos.due.index import due_at, due_index
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import (
    Attr,
    Item,
    Table,
    Write,
    check,
    put,
    unchanged,
    update,
)
from stvos.errors import Conflict, StvosError
from stvos.rooms.models import Attendance, Connection, Room, RoomKind, Stay

KEPT = timedelta(days=90)
"""How long a room and its attendance outlive the meeting, for questions about it."""

MOST_EVENTS = 1000
"""Of one participant in one room; what further ones say is not noted."""

# Of live classes thousands enter within a minute; the rest have one shard, which one query reads.
_SHARDS = dict.fromkeys(RoomKind, 1) | {RoomKind.LIVE_CLASS: 16}
_JOINED, _LEFT = "joined_", "left_"


class RoomRepository:
    """One client's rooms. The tenant is fixed here, so no read can leave it."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def find_room(
        self, kind: RoomKind, subject_id: int, *, consistent: bool = False
    ) -> Room | None:
        """K1: the room of a meeting, or None while it was never launched."""
        item = self._table.find(self._keys.room(kind, subject_id), consistent=consistent)
        return Room.of_item(item) if item else None

    def store(self, before: Room | None, after: Room, *preceding: Write) -> None:
        """K2: store a new room, or a change of it; raises Conflict when it changed meanwhile."""
        self._table.transact(*preceding, self.storing(before, after))

    def storing(self, before: Room | None, after: Room) -> Write:
        """K2: the write of `store`, for a transaction of the caller's."""
        key, item = self._keys.room(after.kind, after.id), self._to_item(after)
        if before is None:
            due = due_index(after.id, after.due_at)
            return put(key, item, unless_exists=_changed(), index=due)
        changed = due_at(after.id, after.due_at)
        former = self._to_item(before)
        return update(
            key,
            sets=item,
            removes=[*(name for name in former if name not in item), *changed["removes"]],
            index=changed["index"],
            only_if=unchanged(former),
            refusal=_changed(),
        )

    def missing(self, kind: RoomKind, subject_id: int) -> Write:
        """K2: the check that there is no room, for a transaction of the caller's."""
        return check(self._keys.room(kind, subject_id), Attr("pk").not_exists(), _changed())

    def note_event(self, event_id: str, until: datetime, received: StvosError) -> None:
        """K3: note that an event came; raises `received` when it came before."""
        self._table.write(self.noting_event(event_id, until, received))

    def note_connection(
        self, event_id: str, until: datetime, received: StvosError, room: Room, seen: Connection
    ) -> None:
        """K3: note that an event came and what it says of a connection, in any order of events.

        Raises `received` when it came before, Conflict for one connection too many.
        """
        times = {_JOINED: seen.joined_at, _LEFT: seen.left_at}
        key = self._keys.room_attendance(
            room.kind, room.id, _shard(room.kind, seen.identity), seen.identity
        )
        noted = update(
            key,
            sets={
                "type": "room_attendance",
                "client_id": self._tenant,
                "identity": seen.identity,
                **{f"{name}{seen.id}": epoch(at) for name, at in times.items() if at},
            },
            adds={"events": 1},
            only_if=Attr("events").not_exists() | Attr("events").lt(MOST_EVENTS),
            refusal=Conflict(),
            expires=room.closes_at + KEPT,
        )
        self._table.transact(self.noting_event(event_id, until, received), noted)

    def attendance(self, kind: RoomKind, subject_id: int) -> Iterator[Attendance]:
        """K4: everyone who was in the room of a meeting."""
        for shard in range(_SHARDS[kind]):
            span = self._keys.room_attendances(kind, subject_id, shard)
            yield from map(_attendance, self._table.all(span, consistent=True))

    def noting_event(self, event_id: str, until: datetime, received: StvosError) -> Write:
        """K3: the write of `note_event`, for a transaction of the caller's."""
        item = {"type": "room_event", "client_id": self._tenant}
        return put(self._keys.room_event(event_id), item, unless_exists=received, expires=until)

    def _to_item(self, room: Room) -> Item:
        return room.to_item() | {
            "type": "room",
            "client_id": self._tenant,
            "expires": epoch(room.closes_at + KEPT),
        }


def _shard(kind: RoomKind, identity: str) -> int:
    return crc32(identity.encode()) % _SHARDS[kind]


def _attendance(item: Item) -> Attendance:
    """Of the times by connection. One whose end came without its beginning says nothing."""
    joined = {
        name.removeprefix(_JOINED): at for name, at in item.items() if name.startswith(_JOINED)
    }
    stays = [
        Stay(_instant(at), _instant(left) if (left := item.get(_LEFT + number)) else None)
        for number, at in joined.items()
    ]
    ordered = sorted(stays, key=lambda stay: stay.joined_at)
    return Attendance(item["identity"], tuple(ordered))


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _changed() -> Conflict:
    return Conflict("The room was changed meanwhile; try again.")

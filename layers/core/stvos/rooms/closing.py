"""Closing rooms on the server: a token's expiry puts no one out."""

from datetime import datetime

from stvos.clock import utc_now
from stvos.dynamodb.keys import Key, tenant_of
from stvos.dynamodb.table import Table
from stvos.rooms.models import Room
from stvos.rooms.names import RoomName
from stvos.rooms.repository import RoomRepository
from stvos.rooms.service import livekit_rooms


def close_due_room(table: Table, key: Key, now: datetime) -> None:
    """Put everybody out of a room that is to be closed by now, and forbid it to be there again.

    It may be called twice or late: the server is asked first, and the room is due until it did.
    Raises VideoUnavailable or VideoNotConfigured, and Conflict for a room that changes meanwhile.
    """
    tenant, item = tenant_of(key), table.find(key, consistent=True)
    if tenant is None or item is None:
        return
    room = Room.of_item(item)
    if room.due_at is None or room.due_at > now:
        return
    livekit_rooms().delete_room(str(RoomName(tenant, room.kind, room.id)))
    closed = room.model_copy(update={"closings": room.closings + 1, "updated_at": utc_now()})
    RoomRepository(table, tenant).store(room, closed)

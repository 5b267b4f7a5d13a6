"""Closing rooms on the server: a token's expiry puts no one out.

What a domain settles when its room is closed for good is a function of a later ring, named here
and loaded when it is called. It answers writes, which are done with the closing, hence once.
"""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module

from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId, Key, tenant_of
from stvos.dynamodb.table import Table, Write
from stvos.rooms.models import CLOSINGS, Room, RoomKind
from stvos.rooms.names import RoomName
from stvos.rooms.repository import RoomRepository
from stvos.rooms.service import livekit_rooms

type Settlement = Callable[[Table, ClientId, Room], tuple[Write, ...]]

_VOICE = "stvos.onboarding.settling:unused_minutes_back"
SETTLEMENTS: dict[RoomKind, str] = {RoomKind.ONBOARDING: _VOICE, RoomKind.AI_COACH: _VOICE}
"""`stvos.<domain>.<module>:<function>`, by the kind of room."""


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
    # The last time, twelve minutes later: by then the server has said who left when.
    settled = _settled(table, tenant, room) if closed.closings == CLOSINGS else ()
    RoomRepository(table, tenant).store(room, closed, *settled)


def _settled(table: Table, tenant: ClientId, room: Room) -> tuple[Write, ...]:
    if room.kind not in SETTLEMENTS:
        return ()
    module, _, function = SETTLEMENTS[room.kind].partition(":")
    settlement: Settlement = getattr(import_module(module), function)
    return settlement(table, tenant, room)

"""A group class as a meeting in a video room, for those who move it or call it off.

Apart from `launching`, which lets people in and loads what signs their tokens.
"""

from stvos.clock import Clock
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.group_classes.models import GroupClass
from stvos.rooms.models import Meeting, RoomKind
from stvos.rooms.records import RoomRecords
from stvos.rooms.repository import RoomRepository


def meeting_of(group_class: GroupClass) -> Meeting:
    return Meeting(
        RoomKind.GROUP_CLASS,
        group_class.id,
        group_class.name,
        group_class.starts_at,
        group_class.ends_at,
    )


def room_records(table: Table, tenant: ClientId, now: Clock) -> RoomRecords:
    """The stored rooms, for the writes that go with moving and calling off a class."""
    return RoomRecords(RoomRepository(table, tenant), now)

"""A booking as a meeting in a video room, for those who move it or call it off.

Apart from `rooms`, which lets people in and loads what signs their tokens.
"""

from stvos.bookings.models import Booking
from stvos.clock import utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.rooms.models import Meeting, RoomKind
from stvos.rooms.records import RoomRecords
from stvos.rooms.repository import RoomRepository


def meeting_of(booking: Booking) -> Meeting:
    return Meeting(
        RoomKind.BOOKING, booking.id, booking.service_name, booking.starts_at, booking.ends_at
    )


def room_records(table: Table, tenant: ClientId) -> RoomRecords:
    """The stored rooms, for the writes that go with moving and calling off a booking."""
    return RoomRecords(RoomRepository(table, tenant), utc_now)

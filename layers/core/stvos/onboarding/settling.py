"""Giving a talk's unused minutes back to the month's budget, when its room is closed for good."""

from datetime import timedelta

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table, Write, update
from stvos.onboarding.voice import minutes_kept
from stvos.rooms.models import Attendance, Room
from stvos.rooms.repository import RoomRepository

_MINUTE = timedelta(minutes=1)


def unused_minutes_back(table: Table, tenant: ClientId, room: Room) -> tuple[Write, ...]:
    """E10: the write that gives back what nobody used, for the transaction that closes the room;
    none where LiveKit said nothing of the room, since without its webhooks every room looks empty.

    A begun minute counts whole, and whoever was there: the agent alone costs as well.
    """
    stays = [
        stay
        for each in RoomRepository(table, tenant).attendance(room.kind, room.id)
        for stay in each.stays
    ]
    if not stays:
        return ()
    together = Attendance("", tuple(sorted(stays, key=lambda stay: stay.joined_at)))
    used = together.time_between(room.starts_at, room.closes_at)
    unused = (room.closes_at - room.starts_at - used) // _MINUTE
    if unused <= 0:
        return ()
    month = room.starts_at.strftime("%Y-%m")
    return (
        update(
            Keys(tenant).voice_minutes(month),
            sets={"type": "voice_minutes", "month": month},
            adds={"minutes": -unused},
            expires=minutes_kept(room.starts_at),
        ),
    )

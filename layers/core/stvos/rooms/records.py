"""What is stored of rooms, for the domains whose meetings they are, with no provider asked."""

from datetime import datetime
from typing import Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.rooms.models import Attendance, Meeting, Room, RoomKind
from stvos.rooms.repository import RoomRepository


class RoomRecords:
    """One client's rooms and who was in them.

    A meeting's domain puts the writes of `moving` and `ending` into the transaction that moves the
    meeting or calls it off. They raise Conflict where the room changes at the same moment.
    """

    def __init__(self, rooms: RoomRepository, now: Clock = utc_now) -> None:
        self._rooms = rooms
        self._now = now

    @classmethod
    def of(cls, tenant: ClientId) -> Self:
        return cls(RoomRepository(Table.of_stack(), tenant))

    def moving(self, meeting: Meeting) -> list[Write]:
        """The writes that go with moving a meeting to the times that `meeting` has now.

        Another start needs another launch; another end alone does not.
        """
        room = self._rooms.find_room(meeting.kind, meeting.id, consistent=True)
        if room is None:
            # Lest a launch under way opens it for the former times.
            return [self._rooms.missing(meeting.kind, meeting.id)]
        launched_at = room.launched_at if room.starts_at == meeting.starts_at else None
        after = room_of(meeting, launched_at=launched_at, now=self._now())
        return [self._rooms.storing(room, after)]

    def ending(self, kind: RoomKind, subject_id: int) -> list[Write]:
        """The writes that go with calling a meeting off: its room closes within a minute."""
        room = self._rooms.find_room(kind, subject_id, consistent=True)
        if room is None:
            return [self._rooms.missing(kind, subject_id)]
        now = self._now()
        ended = {"closes_at": min(room.closes_at, now), "updated_at": now}
        return [self._rooms.storing(room, room.model_copy(update=ended))]

    def attendance(self, kind: RoomKind, subject_id: int) -> dict[str, Attendance]:
        """Who was in the room of a meeting and when, by their identity."""
        return {each.identity: each for each in self._rooms.attendance(kind, subject_id)}


def room_of(meeting: Meeting, *, launched_at: datetime | None, now: datetime) -> Room:
    """The room of a meeting at its times."""
    return Room(
        kind=meeting.kind,
        id=meeting.id,
        title=meeting.title,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        closes_at=meeting.closes_at,
        launched_at=launched_at,
        updated_at=now,
    )

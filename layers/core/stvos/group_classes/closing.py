"""Closes a class after its end: decides who attended, of those whom the trainer did not mark.

A class may have thousands: they are gone through in turns, each of which goes on with the seats
that are not decided. However often and late a turn is taken, each is decided once.
"""

from datetime import datetime, timedelta
from itertools import islice

from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.group_classes.attendance import mark_of
from stvos.group_classes.attendance_marks import AttendanceMarks
from stvos.group_classes.due import closes_at, next_reminder
from stvos.group_classes.meetings import room_records
from stvos.group_classes.repository import GroupClassRepository
from stvos.rooms.models import RoomKind

MOST = 1000
"""Seats that are decided in one turn."""


class ClassClosing:
    """Closing one client's classes."""

    def __init__(self, table: Table, tenant: ClientId, now: datetime) -> None:
        self._classes = GroupClassRepository(table, tenant)
        self._marks = AttendanceMarks(table, tenant)
        self._rooms = room_records(table, tenant, lambda: now)
        self._now = now

    def do(self, class_id: int) -> None:
        """Take one turn, if the class is to be closed by now. Raises ClassChanged when the class is
        changed meanwhile: the queue delivers it again.
        """
        [group_class] = self._classes.many([class_id])
        due = closes_at(group_class) if group_class else None
        if group_class is None or due is None or due > self._now or next_reminder(group_class):
            return
        attendance = self._rooms.attendance(RoomKind.GROUP_CLASS, class_id)
        undecided = (seat for seat in self._marks.held(group_class) if seat.attended is None)
        seats = list(islice(undecided, MOST + 1))
        marks = [mark_of(group_class, seat, attendance) for seat in seats[:MOST]]
        self._marks.mark(marks, by_trainer=False)
        if len(seats) > MOST:
            # A later moment than the present one: the queue takes an item and due time once.
            self._marks.go_on(group_class, self._now + timedelta(milliseconds=1))
        else:
            self._marks.close(group_class)

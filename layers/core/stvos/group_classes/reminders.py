"""Reminds those with a seat in a class, a day and an hour before.

A class may have thousands: they are gone through in turns, and the class notes the place reached.
Each seat notes that its member was reminded, together with the mail, so however often and late a
turn is taken, no one is reminded twice.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import batched

from stvos.bookings.due import REMINDERS
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.group_classes.due import Reminder, latest_reminder, next_reminder
from stvos.group_classes.models import GroupClass, ReminderPlace
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.reminder_repository import NotReminded, ReminderRepository
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import Seat, SeatStatus

MOST = 1000
"""Seats that are looked at in one turn."""

_A_PAGE = 200
# A transaction takes a hundred writes, two for each seat.
_TOGETHER = 45
_MAILS = dict(zip(REMINDERS, (ClassMail.DAY_REMINDER, ClassMail.HOUR_REMINDER), strict=True))


class ClassReminders:
    """Reminders of one client's classes."""

    def __init__(self, table: Table, tenant: ClientId, now: datetime) -> None:
        self._classes = GroupClassRepository(table, tenant)
        self._repository = ReminderRepository(table, tenant)
        self._now = now

    def do(self, class_id: int) -> None:
        """Take one turn, if a reminder is due. Raises ClassChanged when the class is changed
        meanwhile: the queue delivers it again.
        """
        [group_class] = self._classes.many([class_id])
        due = next_reminder(group_class) if group_class else None
        if group_class is None or due is None or due.at > self._now:
            return
        latest = latest_reminder(group_class, self._now)
        left = None
        if self._now < group_class.starts_at:
            left = self._turn(group_class, latest)
        changes = {"reminding": left, "reminded_until": group_class.reminded_until}
        if left is None:
            changes["reminded_until"] = latest.at
        # A later moment than the present one: the queue takes an item and due time once.
        again = self._now + timedelta(milliseconds=1) if left else None
        self._repository.note(group_class, group_class.model_copy(update=changes), again)

    def _turn(self, group_class: GroupClass, reminder: Reminder) -> ReminderPlace | None:
        """Where to go on; None when all were reminded."""
        place: ReminderPlace | None = group_class.reminding
        if place is None or place.at != reminder.at:
            place = ReminderPlace(at=reminder.at, shard=0)
        looked_at = 0
        while place is not None and looked_at < MOST:
            seats, place = self._repository.seats(group_class, place, _A_PAGE)
            looked_at += len(seats)
            # Who joined later than that was notified of the time then.
            held = [
                seat
                for seat in seats
                if seat.status is SeatStatus.CONFIRMED and seat.updated_at <= reminder.at
            ]
            for some in batched(held, _TOGETHER, strict=False):
                self._remind(group_class, reminder, some)
        return place

    def _remind(self, group_class: GroupClass, reminder: Reminder, seats: Sequence[Seat]) -> None:
        mail = _MAILS[reminder.lead]
        mailed = [
            (seat, to_member(mail, group_class, seat.user_id, seat.version, self._now))
            for seat in seats
        ]
        try:
            self._repository.remind(reminder.at, mailed)
        except NotReminded:
            for one in mailed:
                with suppress(NotReminded):
                    self._repository.remind(reminder.at, [one])

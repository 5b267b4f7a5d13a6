"""Does what is due of bookings: requests lapse, both are reminded, sessions are closed.

It may be called twice, late or for a booking that changed meanwhile: each step is a write on the
condition that the booking is as it was read, and the state says what is due.
"""

from datetime import datetime

from stvos.bookings import notices
from stvos.bookings.attendance import closing_of
from stvos.bookings.changes import BookingChanges
from stvos.bookings.due import REMINDERS, Due, DueWork, latest_reminder, next_due
from stvos.bookings.meetings import room_records
from stvos.bookings.models import Booking, Party
from stvos.bookings.repository import BookingChanged, BookingRepository
from stvos.bookings.transitions import Action
from stvos.clock import Clock
from stvos.dynamodb.keys import ClientId, Key
from stvos.dynamodb.table import Table, Write
from stvos.errors import InvalidState
from stvos.rooms.models import RoomKind

_TEMPLATES = dict(zip(REMINDERS, ("booking_day_reminder", "booking_hour_reminder"), strict=True))
# A booking has three due times at most; the rest is for changes that come between.
_STEPS = 8


class BookingTimers:
    """Due work of one client's bookings."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock) -> None:
        self._repository = BookingRepository(table, tenant)
        self._changes = BookingChanges(table, tenant, Party.SYSTEM, lambda _: True, now)
        self._rooms = room_records(table, tenant)
        self._now = now

    def do(self, booking_id: int) -> None:
        """Do all that is due by now, one step after the other. Raises BookingChanged when others
        keep changing the booking: the queue delivers it again.
        """
        for _ in range(_STEPS):
            [booking] = self._repository.many([booking_id])
            due = next_due(booking) if booking else None
            if booking is None or due is None or due.at > self._now():
                return
            try:
                self._do(booking, due)
            except (BookingChanged, InvalidState):
                continue  # Someone was quicker: look at what is due now.
        raise BookingChanged

    def _do(self, booking: Booking, due: Due) -> None:
        match due.work:
            case DueWork.LAPSE:
                self._changes.act(booking.id, Action.LAPSE)
            case DueWork.REMIND:
                self._remind(booking)
            case DueWork.CLOSE:
                self._close(booking)

    def _close(self, booking: Booking) -> None:
        closing = closing_of(booking, self._rooms.attendance(RoomKind.BOOKING, booking.id))
        self._changes.act(booking.id, closing.action, absent=closing.absent)

    def _remind(self, booking: Booking) -> None:
        now = self._now()
        lead = latest_reminder(booking, now)
        mails: tuple[Write, ...] = ()
        if now < booking.starts_at:
            trainer = self._changes.offer_of(booking).trainer
            mails = notices.to_both(_TEMPLATES[lead], booking, trainer, now)
        self._repository.remind(booking, lead, *mails)


def do_due(table: Table, key: Key, now: datetime) -> None:
    """The handler of due work for items of the type `booking`."""
    item = table.find(key, consistent=True)
    if item is not None:
        BookingTimers(table, ClientId(item["client_id"]), lambda: now).do(item["id"])

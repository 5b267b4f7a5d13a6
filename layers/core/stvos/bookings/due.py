"""What happens to a booking by itself, and when: a pure function of its state.

docs/bookings.md shows the same list. Nothing here reads or writes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stvos.bookings.models import Booking, BookingStatus

REMINDERS = (timedelta(hours=24), timedelta(hours=1))
"""How long before a session both are reminded of it."""

CLOSED_AFTER = timedelta(minutes=15)
"""How long after its end a session is closed."""


class DueWork(StrEnum):
    """What is to be done with a booking."""

    LAPSE = "lapse"
    REMIND = "remind"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class Due:
    """The next thing that is due. `before_start`: which reminder it is."""

    at: datetime
    work: DueWork
    before_start: timedelta | None = None


def next_due(booking: Booking) -> Due | None:
    """What is due next for a booking; None for one that is closed.

    Its last change was mailed, so what it would be reminded of before that is not said again.
    """
    match booking.status:
        case BookingStatus.PENDING:
            return Due(booking.answer_by or booking.starts_at, DueWork.LAPSE)
        case BookingStatus.CONFIRMED:
            return _next_reminder(booking) or Due(booking.ends_at + CLOSED_AFTER, DueWork.CLOSE)
    return None


def latest_reminder(booking: Booking, now: datetime) -> timedelta:
    """The reminder that stands for all that are due by now, after an outage of some hours."""
    return min(lead for lead in REMINDERS if booking.starts_at - lead <= now)


def _next_reminder(booking: Booking) -> Due | None:
    for lead in REMINDERS:
        at = booking.starts_at - lead
        was_sent = booking.reminded is not None and booking.reminded <= lead
        if at > booking.updated_at and not was_sent:
            return Due(at, DueWork.REMIND, lead)
    return None

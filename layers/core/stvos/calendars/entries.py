"""What stands in a calendar for something that is booked, the same in mails and in the feed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from stvos.bookings.models import BookingStatus


class EntryStatus(StrEnum):
    """As RFC 5545 spells it (3.8.1.11)."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One entry. Its `uid` never changes, its `sequence` rises with each change: by the two a
    calendar knows which entry is meant and which state is the newer.
    """

    uid: str
    sequence: int
    status: EntryStatus
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    title: str
    link: str | None = None


def booking_uid(client_id: int, booking_id: int) -> str:
    """Of the brand's id, not of its name or slug, which may change."""
    return f"booking-{booking_id}@{client_id}.stvos"


def group_class_uid(client_id: int, class_id: int) -> str:
    """Of a group class, in the calendar of each member with a seat."""
    return f"group-class-{class_id}@{client_id}.stvos"


def status_of(status: BookingStatus) -> EntryStatus:
    match status:
        case BookingStatus.PENDING:
            return EntryStatus.TENTATIVE
        case BookingStatus.CANCELLED:
            return EntryStatus.CANCELLED
    return EntryStatus.CONFIRMED

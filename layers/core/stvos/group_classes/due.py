"""What is due for a class by itself, and when: pure functions of its state.

docs/group-classes.md has the rule in words. Nothing here reads or writes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stvos.bookings.due import CLOSED_AFTER, REMINDERS
from stvos.group_classes.models import ClassStatus, GroupClass


@dataclass(frozen=True, slots=True)
class Reminder:
    """One that is to be sent. `lead`: how long before the start."""

    at: datetime
    lead: timedelta


def next_reminder(group_class: GroupClass) -> Reminder | None:
    """The reminder that is due next; None once the last was sent, and for a cancelled class.

    What was due before the class was made is not: whoever joins since then knows the time.
    """
    if group_class.status is ClassStatus.CANCELLED:
        return None
    last = group_class.reminded_until or group_class.created_at
    for lead in REMINDERS:
        at = group_class.starts_at - lead
        if at > last:
            return Reminder(at, lead)
    return None


def latest_reminder(group_class: GroupClass, now: datetime) -> Reminder:
    """The one that stands for all that are due by now, after an outage of some hours."""
    leads = [lead for lead in REMINDERS if group_class.starts_at - lead <= now]
    return Reminder(group_class.starts_at - min(leads), min(leads))


def next_due(group_class: GroupClass) -> datetime | None:
    """When there is next something to do for a class: a reminder, or to close it."""
    reminder = next_reminder(group_class)
    return reminder.at if reminder else closes_at(group_class)


def closes_at(group_class: GroupClass) -> datetime | None:
    """When it is to be decided who attended; None once it was, and for a cancelled class."""
    if group_class.status is ClassStatus.CANCELLED or group_class.is_closed:
        return None
    return group_class.ends_at + CLOSED_AFTER

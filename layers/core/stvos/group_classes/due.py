"""When those with a seat are reminded of a class: a pure function of its state.

docs/group-classes.md has the rule in words. Nothing here reads or writes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from stvos.bookings.due import REMINDERS
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

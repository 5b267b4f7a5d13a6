"""Which day of a programme a date is: only active days count.

A date counts unless it ended in a pause. So pausing and resuming within one day changes nothing,
the day on which a member pauses comes again on the day they resume, and the day of resuming counts.
All is worked out in dates of the member's own zone, where each has one length: one day.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from stvos.models import Entity

DAYS_A_WEEK = 7
_DAY = timedelta(days=1)


class Pause(Entity):
    """Dates that do not count: from `first` to the one before `until`; None while it is open."""

    first: date
    until: date | None = None


def active_days_before(day: date, start: date, pauses: Sequence[Pause]) -> int:
    """How many dates from `start` to the one before `day` count."""
    if day <= start:
        return 0
    paused = sum(_overlap(pause, start, day) for pause in pauses)
    return (day - start).days - paused


def date_of(number: int, start: date, pauses: Sequence[Pause], goes_on: date) -> date:
    """The date that is the active day of this number, from 1. A pause that is open is taken to end
    on `goes_on`.
    """
    day = start + (number - 1) * _DAY
    for pause in pauses:  # In the order of time.
        first, until = max(pause.first, start), pause.until or goes_on
        if first < until and first <= day:
            day += until - first
    return day


def number_on(day: date, start: date, pauses: Sequence[Pause], total: int) -> int | None:
    """The number of the active day that a date is; None for one that does not count."""
    if day < start or any(_holds(pause, day) for pause in pauses):
        return None
    number = active_days_before(day, start, pauses) + 1
    return number if number <= total else None


def week_of_day(number: int) -> int:
    """The week that an active day is in, from 1; 0 before the first day."""
    return -(-number // DAYS_A_WEEK)


def paused_from(day: date, pauses: Sequence[Pause], until: date | None) -> tuple[Pause, ...]:
    """The pauses with one more from a date on. One that has just ended goes on."""
    last = pauses[-1] if pauses else None
    if last is not None and last.until is not None and last.until >= day:
        return (*pauses[:-1], Pause(first=last.first, until=until))
    return (*pauses, Pause(first=day, until=until))


def resumed_on(day: date, pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """The pauses when the last one ends on a date; without it, if no date ended in it."""
    last = pauses[-1]
    if day <= last.first:
        return tuple(pauses[:-1])
    return (*pauses[:-1], Pause(first=last.first, until=day))


def first_moment(day: date, zone: str) -> datetime:
    """When a date begins in a zone; where its midnight is skipped, the moment of the change."""
    return datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)


def _overlap(pause: Pause, start: date, end: date) -> int:
    first, until = max(pause.first, start), min(pause.until or end, end)
    return max(0, (until - first).days)


def _holds(pause: Pause, day: date) -> bool:
    return pause.first <= day and (pause.until is None or day < pause.until)

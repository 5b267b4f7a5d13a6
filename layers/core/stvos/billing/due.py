"""When a month's report is due: at 06:00 on the 1st after it, in the partner's time zone."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from stvos.clock import day_of
from stvos.months import Month

_DUE = time(6)


def due_at(month: Month, zone: str) -> datetime:
    """The instant of 06:00 local time on the 1st after a month.

    When the clocks skip 06:00, the time is read with the offset from before the change; when they
    show it twice, it is the first of the two.
    """
    local = datetime.combine(month.after.first, _DUE, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def current_month(zone: str, now: datetime) -> Month:
    """The current month in a time zone."""
    return Month.of(day_of(now, zone))


def is_over(month: Month, zone: str, now: datetime) -> bool:
    """Whether a month has ended in a time zone."""
    return current_month(zone, now) > month

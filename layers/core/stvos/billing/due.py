"""When a month's report is due: at 06:00 on the 1st after it, by the partner's own clock."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from stvos.clock import day_of
from stvos.months import Month

_DUE = time(6)


def due_at(month: Month, zone: str) -> datetime:
    """The instant of 06:00 local time on the 1st after a month.

    Where the clocks leap over it, as long after the leap as it would have been after its start;
    where they show it twice, the first time.
    """
    local = datetime.combine(month.after.first, _DUE, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC)


def running(zone: str, now: datetime) -> Month:
    """The month that it is in a zone."""
    return Month.of(day_of(now, zone))


def is_over(month: Month, zone: str, now: datetime) -> bool:
    """Whether the month's last day has ended in a zone."""
    return running(zone, now) > month

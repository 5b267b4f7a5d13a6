"""Calendar days: which may be logged, which a chart shows, and how they are grouped."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from enum import StrEnum

from stvos.clock import monday_of
from stvos.errors import InvalidInput

# A leap year and its both ends.
MAX_DAYS = 366
_DEFAULT_DAYS = 30
# How far the clocks furthest ahead on Earth are before UTC (Pacific/Kiritimati).
_FURTHEST_AHEAD = timedelta(hours=14)


class GroupBy(StrEnum):
    """The size of a chart's bucket. Weeks are ISO weeks: they start on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def loggable(body: date | None, today: date, now: datetime) -> date:
    """The day an entry belongs to: today unless said; nothing long ago, and no day that has not
    begun anywhere, for a member may be ahead of the zone in their settings.
    """
    if body is None:
        return today
    latest = (now + _FURTHEST_AHEAD).date()
    if body > latest:
        raise InvalidInput.at("body.date", f"must not be in the future (after {latest})")
    if body < today - timedelta(days=MAX_DAYS):
        raise InvalidInput.at("body.date", f"must be within the last {MAX_DAYS} days")
    return body


def chosen_range(first_day: date | None, last_day: date | None, today: date) -> tuple[date, date]:
    """The asked range, both ends included; by default the thirty days up to today."""
    last_day = last_day or max(today, first_day or today)
    first_day = first_day or last_day - timedelta(days=_DEFAULT_DAYS - 1)
    if first_day > last_day:
        raise InvalidInput.at("query.from", "must not be after `to`")
    if (last_day - first_day).days >= MAX_DAYS:
        raise InvalidInput.at("query.from", f"must be within {MAX_DAYS} days of `to`")
    return first_day, last_day


def days_between(first_day: date, last_day: date) -> Iterator[date]:
    """Every day of a range, both ends included."""
    for offset in range((last_day - first_day).days + 1):
        yield first_day + timedelta(days=offset)


def bucket_of(day: date, group_by: GroupBy) -> date:
    """The first day of the bucket that a day falls into."""
    match group_by:
        case GroupBy.WEEK:
            return monday_of(day)
        case GroupBy.MONTH:
            return day.replace(day=1)
        case _:
            return day

"""Calendar days: which may be logged, which a chart shows, and how they are grouped."""

from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum

from stvos.clock import monday_of
from stvos.errors import InvalidInput

# A leap year and its both ends.
MAX_DAYS = 366
_DEFAULT_DAYS = 30


class GroupBy(StrEnum):
    """The size of a chart's bucket. Weeks are ISO weeks: they start on Monday."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def loggable(body: date | None, today: date) -> date:
    """The day an entry belongs to: today unless said; never the future, nor long ago."""
    if body is None:
        return today
    if body > today:
        raise InvalidInput.at("body.date", f"must not be after today ({today})")
    if body < today - timedelta(days=MAX_DAYS):
        raise InvalidInput.at("body.date", f"must be within the last {MAX_DAYS} days")
    return body


def chosen_range(first: date | None, last: date | None, today: date) -> tuple[date, date]:
    """The asked range, both ends included; by default the thirty days up to today."""
    last = last or max(today, first or today)
    first = first or last - timedelta(days=_DEFAULT_DAYS - 1)
    if first > last:
        raise InvalidInput.at("query.from", "must not be after `to`")
    if (last - first).days >= MAX_DAYS:
        raise InvalidInput.at("query.from", f"must be within {MAX_DAYS} days of `to`")
    return first, last


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day of a range, both ends included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def bucket_of(day: date, group_by: GroupBy) -> date:
    """The first day of the bucket that a day falls into."""
    match group_by:
        case GroupBy.WEEK:
            return monday_of(day)
        case GroupBy.MONTH:
            return day.replace(day=1)
        case _:
            return day

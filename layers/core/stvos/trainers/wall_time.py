"""Local wall time as instants, daylight saving included.

Hours of a zone's day are the set of instants at which its clocks show them. So an hour that the
clocks skip holds no instant, one that they show twice holds both, and a day that a zone left out
holds none. Instants are whole minutes since 1970 here, which is what bit masks are made of.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = 24 * 60
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1)


def minute_of(instant: datetime) -> int:
    """The minute since 1970 that an instant is in."""
    return (instant - _EPOCH) // timedelta(minutes=1)


def instant_of(minute: int) -> datetime:
    return _EPOCH + timedelta(minutes=minute)


def day_start(day: date) -> int:
    """The first minute of a day, by clocks that show UTC."""
    return (day - _FIRST_DAY).days * DAY


@dataclass(frozen=True, slots=True)
class Segment:
    """A span of instants, `end` excluded, at which clocks differ from UTC by the same minutes."""

    start: int
    end: int
    offset: int

    def between(self, local_start: int, local_end: int) -> tuple[int, int] | None:
        """The instants at which the clocks show a minute from `local_start` to before `local_end`,
        as minutes of wall time since 1970; None where they do not in this segment.
        """
        start = max(self.start, local_start - self.offset)
        end = min(self.end, local_end - self.offset)
        return (start, end) if start < end else None


@lru_cache(maxsize=64)
def segments(zone: str, start: int, end: int) -> tuple[Segment, ...]:
    """The segments of a zone between two instants.

    A zone changes its offset at most once within a day of 24 hours: none has ever changed it twice.
    """
    return tuple(_segments(ZoneInfo(zone), start, end))


def _segments(zone: ZoneInfo, start: int, end: int) -> Iterator[Segment]:
    begun, offset = start, _offset(zone, start)
    for at in range(start, end, DAY):
        after = min(at + DAY, end)
        if (changed := _offset(zone, after)) != offset:
            change = _change(zone, at, after, offset)
            yield Segment(begun, change, offset)
            begun, offset = change, changed
    if begun < end:
        yield Segment(begun, end, offset)


def _change(zone: ZoneInfo, before: int, after: int, offset: int) -> int:
    """The first minute after `before` at which the offset is another."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, minute: int) -> int:
    difference = instant_of(minute).astimezone(zone).utcoffset() or timedelta()
    return difference // timedelta(minutes=1)

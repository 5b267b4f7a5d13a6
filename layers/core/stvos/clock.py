"""The time, as a collaborator: services take `Clock`, tests pass their own."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

type Clock = Callable[[], datetime]

_standing: ContextVar[datetime | None] = ContextVar("standing_clock", default=None)


def utc_now() -> datetime:
    """The current instant in UTC, in whole milliseconds; inside `standing`, that instant."""
    return _standing.get() or real_now()


def real_now() -> datetime:
    """The current instant, even inside `standing`: for what lives from now, such as a token."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@contextmanager
def standing(at: datetime) -> Iterator[None]:
    """Hold the clock at `at`: a repeated attempt of a request writes what the first one wrote."""
    token = _standing.set(at)
    try:
        yield
    finally:
        _standing.reset(token)


def day_of(instant: datetime, zone: str) -> date:
    """The calendar day of an instant in an IANA zone: whose day it is decides which day it is."""
    return instant.astimezone(ZoneInfo(zone)).date()


def monday_of(day: date) -> date:
    """The first day of the ISO week that a day is in."""
    return day - timedelta(days=day.weekday())


def week_of(day: date) -> tuple[date, ...]:
    """The days of a day's ISO week."""
    monday = monday_of(day)
    return tuple(monday + timedelta(days=n) for n in range(7))


def epoch(instant: datetime) -> int:
    """Whole seconds since 1970, what DynamoDB's TTL reads."""
    return int(instant.timestamp())


def epoch_ms(instant: datetime) -> int:
    """Milliseconds since 1970."""
    return round(instant.timestamp() * 1000)

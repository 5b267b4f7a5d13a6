"""Lists of bookings, read day by day from a diary.

A booking is listed on the day that it begins on now. A cursor says behind which booking of which
day a list goes on.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from stvos.bookings.models import Booking
from stvos.bookings.repository import BookingRepository
from stvos.diaries.repository import FOR_EVER, SINCE_EVER, Diary

_PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})#([0-9]{1,16})#([0-9]{1,16})")
# A page that filters looks at this many bookings at most, then hands out a cursor.
_LOOKED_AT = 300


class Places:
    """What a cursor of these lists looks like: the day, the start's minute and the booking."""

    def holds(self, sk: str) -> bool:
        match = _PLACE.fullmatch(sk)
        if match is None:
            return False
        try:
            date.fromisoformat(match[1])
        except ValueError:
            return False
        return True


PLACES = Places()


@dataclass(frozen=True, slots=True)
class BookingPage:
    """Some bookings, and the place to go on behind."""

    bookings: list[Booking]
    after: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bookings are wanted: of which days of UTC, which of them, in which order."""

    passes: Callable[[Booking], bool]
    first: date = SINCE_EVER
    last: date = FOR_EVER
    forward: bool = True


def page_of(
    repository: BookingRepository, diary: Diary, wanted: Wanted, limit: int, after: str | None
) -> BookingPage:
    """A page of a person's bookings."""
    bookings: list[Booking] = []
    place = after
    for looked_at, booking in enumerate(_in_order(repository, diary, wanted, after)):
        if len(bookings) == limit or looked_at == _LOOKED_AT:
            return BookingPage(bookings, place)
        place = _place(booking)
        if wanted.passes(booking):
            bookings.append(booking)
    return BookingPage(bookings, None)


def read_days(
    repository: BookingRepository, diary: Diary, first: date, last: date
) -> list[Booking]:
    """All bookings of some days of UTC, soonest first: a query of the days and a batch of reads."""
    placed = [(day, booking_id) for day, ids in diary.placed(first, last) for booking_id in ids]
    found = repository.many([booking_id for _, booking_id in placed])
    return sorted(
        (
            booking
            for (day, _), booking in zip(placed, found, strict=True)
            if booking and _day(booking) == day
        ),
        key=_place,
    )


def all_of(repository: BookingRepository, diary: Diary, wanted: Wanted) -> Iterator[Booking]:
    """All bookings that are wanted, for spans of days that are bounded."""
    return filter(wanted.passes, _in_order(repository, diary, wanted, None))


def _in_order(
    repository: BookingRepository, diary: Diary, wanted: Wanted, after: str | None
) -> Iterator[Booking]:
    first, last = wanted.first, wanted.last
    if after is not None and wanted.forward:
        first = max(first, date.fromisoformat(after[:10]))
    elif after is not None:
        last = min(last, date.fromisoformat(after[:10]))
    for day, ids in diary.placed(first, last, forward=wanted.forward):
        found = [booking for booking in repository.many(ids) if booking and _day(booking) == day]
        for booking in sorted(found, key=_place, reverse=not wanted.forward):
            is_before = after is not None and (
                _place(booking) <= after if wanted.forward else _place(booking) >= after
            )
            if not is_before:
                yield booking


def _day(booking: Booking) -> date:
    """The day of UTC that its time in the diary begins on."""
    return booking.starts_at.astimezone(UTC).date()


def _place(booking: Booking) -> str:
    minute = int(booking.starts_at.timestamp()) // 60
    return f"{_day(booking)}#{minute:010d}#{booking.id:016d}"


def recent_days(now: datetime) -> date:
    """The first day on which something may have begun that is not over."""
    return (now - timedelta(days=1)).date()

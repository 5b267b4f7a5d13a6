"""Lists of what a person takes part in, read day by day from their diary.

Each is listed on the day that it begins on now. A cursor says behind which of which day a list goes
on. `Load` reads what has some ids, in their order; None for an id of something else.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from stvos.diaries.repository import FOR_EVER, SINCE_EVER, Diary

_PLACE = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})#([0-9]{1,16})#([0-9]{1,16})")
# A page that filters looks at this many at most, then hands out a cursor.
_LOOKED_AT = 300


class Placed(Protocol):
    """What stands in a diary."""

    @property
    def id(self) -> int: ...

    @property
    def starts_at(self) -> datetime: ...


type Load[T: Placed] = Callable[[Sequence[int]], Sequence[T | None]]


class Places:
    """What a cursor of these lists looks like: the day, the start's minute and the id."""

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
class DiaryPage[T]:
    """Some of a list, and the place to go on behind."""

    items: list[T]
    after: str | None


@dataclass(frozen=True, slots=True)
class Wanted[T]:
    """What is wanted: of which days of UTC, what of them, in which order."""

    passes: Callable[[T], bool]
    first: date = SINCE_EVER
    last: date = FOR_EVER
    forward: bool = True

    @classmethod
    def of(cls, when: str | None, passes: Callable[[T], bool], now: datetime) -> "Wanted[T]":
        """`upcoming`: what may not be over, soonest first. `past` or all: the latest first."""
        if when == "upcoming":
            return cls(passes, first=recent_days(now))
        last = now.date() if when == "past" else FOR_EVER
        return cls(passes, last=last, forward=False)


def page_of[T: Placed](
    load: Load[T], diary: Diary, wanted: Wanted[T], limit: int, after: str | None
) -> DiaryPage[T]:
    """A page of what is wanted."""
    items: list[T] = []
    place = after
    for looked_at, item in enumerate(_in_order(load, diary, wanted, after)):
        if len(items) == limit or looked_at == _LOOKED_AT:
            return DiaryPage(items, place)
        place = _place(item)
        if wanted.passes(item):
            items.append(item)
    return DiaryPage(items, None)


def read_days[T: Placed](load: Load[T], diary: Diary, first: date, last: date) -> list[T]:
    """All of some days of UTC, soonest first: a query of the days and a batch of reads."""
    placed = [(day, item_id) for day, ids in diary.placed(first, last) for item_id in ids]
    found = load([item_id for _, item_id in placed])
    return sorted(
        (item for (day, _), item in zip(placed, found, strict=True) if item and _day(item) == day),
        key=_place,
    )


def all_of[T: Placed](load: Load[T], diary: Diary, wanted: Wanted[T]) -> Iterator[T]:
    """All that is wanted, for spans of days that are bounded."""
    return filter(wanted.passes, _in_order(load, diary, wanted, None))


def _in_order[T: Placed](
    load: Load[T], diary: Diary, wanted: Wanted[T], after: str | None
) -> Iterator[T]:
    first, last = wanted.first, wanted.last
    if after is not None and wanted.forward:
        first = max(first, date.fromisoformat(after[:10]))
    elif after is not None:
        last = min(last, date.fromisoformat(after[:10]))
    for day, ids in diary.placed(first, last, forward=wanted.forward):
        found = [item for item in load(ids) if item and _day(item) == day]
        for item in sorted(found, key=_place, reverse=not wanted.forward):
            is_before = after is not None and (
                _place(item) <= after if wanted.forward else _place(item) >= after
            )
            if not is_before:
                yield item


def _day(item: Placed) -> date:
    """The day of UTC that its time in the diary begins on."""
    return item.starts_at.astimezone(UTC).date()


def _place(item: Placed) -> str:
    minute = int(item.starts_at.timestamp()) // 60
    return f"{_day(item)}#{minute:010d}#{item.id:016d}"


def recent_days(now: datetime) -> date:
    """The first day on which something may have begun that is not over."""
    return (now - timedelta(days=1)).date()

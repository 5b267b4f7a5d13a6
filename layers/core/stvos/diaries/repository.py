"""DynamoDB access patterns Y1 to Y3 of docs/data-model.md: diaries.

One item holds a day of a person: an attribute for each cell that is taken, so that two bookings of
different times do not exclude each other and two of the same cell do; the same times in short, for
reading a month; and every entry that was ever placed on that day, for lists.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Self

from stvos.diaries.models import DiaryEntry, Taken
from stvos.dynamodb.conditions import Attr, Condition, all_missing
from stvos.dynamodb.keys import ClientId, Key, Keys, Span, UserId
from stvos.dynamodb.table import Item, Table, Write, place_of, update
from stvos.errors import StvosError

# An entry that is moved leaves one set of a day's times and joins the other: one write cannot both
# add to a set and remove from it.
_TIMES = ("times_0", "times_1")
_A_DAY = timedelta(days=1)
_DAYS_A_QUERY = 40

SINCE_EVER, FOR_EVER = date(2000, 1, 1), date(2200, 12, 31)
"""The days that a whole diary may have."""


class Diary:
    """When one person is taken."""

    def __init__(
        self, table: Table, key: Callable[[str], Key], days: Callable[[str, str], Span]
    ) -> None:
        self._table = table
        self._key = key
        self._days = days

    @classmethod
    def of_trainer(cls, table: Table, tenant: ClientId, trainer_id: int) -> Self:
        keys = Keys(tenant)
        return cls(
            table,
            lambda day: keys.trainer_diary_day(trainer_id, day),
            lambda first, last: keys.trainer_diary_days(trainer_id, first, last),
        )

    @classmethod
    def of_member(cls, table: Table, tenant: ClientId, user: UserId) -> Self:
        keys = Keys(tenant)
        return cls(
            table,
            lambda day: keys.member_diary_day(user, day),
            lambda first, last: keys.member_diary_days(user, first, last),
        )

    def taken(self, start: datetime, end: datetime) -> Taken:
        """Y1: what is taken on all days around a span of time; one query."""
        span = self._days(*(f"{at:%Y-%m-%d}" for at in (start - _A_DAY, end + _A_DAY)))
        items = list(self._table.all(span, only=("booked", *_TIMES)))
        return Taken(
            cells={_day_of(item, span): _mask(item) for item in items},
            sessions={_day_of(item, span): item["booked"] for item in items if "booked" in item},
        )

    def placed(
        self, first: date, last: date, *, forward: bool = True
    ) -> Iterator[tuple[date, list[int]]]:
        """Y2: for each day of UTC the ids of what was ever placed on it, in order of the ids. Some
        of it may have been moved or cancelled since.
        """
        span, after = self._days(first.isoformat(), last.isoformat()), None
        while True:
            page = self._table.query(
                span,
                limit=_DAYS_A_QUERY,
                forward=forward,
                after=after,
                consistent=True,
                only=("entries",),
            )
            for item in page.items:
                yield _day_of(item, span), sorted(map(int, item.get("entries", ())))
            if page.after is None:
                return
            after = page.after

    def noting(self, entry: DiaryEntry) -> Write:
        """Y3: the write that lists something on the day that it begins on and takes no time."""
        day = next(day for day, _ in entry.cells())
        return update(
            self._key(day.isoformat()),
            sets={"type": "diary_day"},
            adds={"entries": {str(entry.id)}},
        )

    def moving(
        self,
        entry_id: int,
        *,
        frees: DiaryEntry | None = None,
        takes: DiaryEntry | None = None,
        refusal: StvosError,
        most_a_day: int | None = None,
    ) -> list[Write]:
        """Y3: the writes that take a time, give one back or both, one for each day. They raise
        `refusal` when a cell is taken by something else, or the local day has its `most_a_day`.
        """
        changes: dict[date, _DayChange] = {}
        for entry, is_taken in ((frees, False), (takes, True)):
            if entry is None:
                continue
            for day, cells in entry.cells():
                changes.setdefault(day, _DayChange()).mark(entry, cells, is_taken=is_taken)
            if entry.counted_on:
                day_change = changes.setdefault(entry.counted_on, _DayChange())
                day_change.sessions += 1 if is_taken else -1
        return [
            change.write(self._key(day.isoformat()), entry_id, refusal, most_a_day)
            for day, change in sorted(changes.items())
        ]


@dataclass(slots=True)
class _DayChange:
    """What becomes of one day's item."""

    freed: set[int] = field(default_factory=set)
    taken: set[int] = field(default_factory=set)
    times_freed: dict[str, set[str]] = field(default_factory=dict)
    times_taken: dict[str, set[str]] = field(default_factory=dict)
    sessions: int = 0

    def mark(self, entry: DiaryEntry, cells: range, *, is_taken: bool) -> None:
        (self.taken if is_taken else self.freed).update(cells)
        times = self.times_taken if is_taken else self.times_freed
        name = _TIMES[entry.placement % 2]
        times.setdefault(name, set()).add(f"{cells.start}-{cells.stop}#{entry.id}")

    def write(self, key: Key, entry_id: int, refusal: StvosError, most_a_day: int | None) -> Write:
        adds: Item = dict(self.times_taken)
        if self.taken:
            adds["entries"] = {str(entry_id)}
        if self.sessions:
            adds["booked"] = self.sessions
        return update(
            key,
            sets={"type": "diary_day"} | {_cell(n): entry_id for n in sorted(self.taken)},
            removes=[_cell(n) for n in sorted(self.freed - self.taken)],
            adds=adds,
            discards=dict(self.times_freed),
            only_if=self._condition(most_a_day),
            refusal=refusal,
        )

    def _condition(self, most_a_day: int | None) -> Condition | None:
        """That what is newly taken is free, and the day has room for one more session."""
        newly = sorted(self.taken - self.freed)
        is_free = all_missing(map(_cell, newly)) if newly else None
        if self.sessions <= 0 or most_a_day is None:
            return is_free
        has_room = Attr("booked").not_exists() | Attr("booked").lt(most_a_day)
        return is_free & has_room if is_free else has_room


def _cell(number: int) -> str:
    return f"c{number}"


def _day_of(item: Item, span: Span) -> date:
    return date.fromisoformat(place_of(item, span).rpartition("#")[2])


def _mask(item: Item) -> int:
    """The cells that are taken on a day, from its times in short."""
    mask = 0
    for name in _TIMES:
        for written in item.get(name, ()):
            first, _, last = written.partition("#")[0].partition("-")
            mask |= ((1 << (int(last) - int(first))) - 1) << int(first)
    return mask

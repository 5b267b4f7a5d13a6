"""DynamoDB access patterns L1 to L8 of docs/data-model.md: entries, their days and years."""

from datetime import date, datetime

from stvos.accounts.not_erased import not_erased
from stvos.dynamodb import tombstones
from stvos.dynamodb.keys import ClientId, Keys, Span, UserId
from stvos.dynamodb.table import Attr, Slice, Table, Write, delete, put, update
from stvos.errors import Conflict, NotFound
from stvos.progress_logs.entries import (
    ENTRIES,
    Day,
    Entry,
    EntryKind,
    Meal,
    Year,
    day_changes,
    weight_of,
    year_changes,
)

# Bounds the weights a day keeps, and what a runaway app can store.
MAX_A_DAY = 500


class LogRepository:
    """One member's logs. Tenant and member are fixed here, so no read can leave them."""

    def __init__(self, table: Table, tenant: ClientId, member: UserId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._member = member

    def add(self, entry: Entry) -> None:
        """L1: store an entry, its place, and move its day and year: all or nothing."""
        self._table.transact(
            not_erased(self._keys.user(self._member)),
            put(
                self._keys.log_place(self._member, entry.kind, entry.id),
                {"type": "log_place", "date": entry.date.isoformat()},
                unless_exists=Conflict(),
            ),
            put(
                self._keys.log(self._member, entry.kind, entry.date, entry.id),
                entry.to_item()
                | {"type": "log", "kind": entry.kind.value, "user_id": self._member},
                unless_exists=Conflict(),
            ),
            update(
                self._keys.log_day(self._member, entry.date),
                sets={"type": "log_day", "date": entry.date.isoformat()} | weight_of(entry),
                adds=day_changes(entry, 1),
                only_if=Attr("logs").not_exists() | Attr("logs").lt(MAX_A_DAY),
                refusal=Conflict(f"A day takes {MAX_A_DAY} entries."),
            ),
            self._year(entry, 1),
        )

    def remove(self, kind: EntryKind, entry_id: int, now: datetime) -> None:
        """L2: delete an entry and take it out of its day and year, once; NotFound without it.

        Its place stays behind for a while, as the mark of its removal.
        """
        place = self._keys.log_place(self._member, kind, entry_id)
        item = self._table.find(place, consistent=True)
        if item is None:
            raise NotFound
        key = self._keys.log(self._member, kind, date.fromisoformat(item["date"]), entry_id)
        stored = self._table.find(key, consistent=True)
        if stored is None:
            return tombstones.require_own(self._table, place)
        entry = ENTRIES[kind].of_item(stored)
        return self._table.transact(
            update(
                place,
                sets={"gone": True},
                only_if=Attr("pk").exists() & Attr("gone").not_exists(),
                refusal=NotFound(),
                expires=now + tombstones.KEPT,
            ),
            delete(key, only_if=Attr("pk").exists(), refusal=NotFound()),
            update(
                self._keys.log_day(self._member, entry.date),
                adds=day_changes(entry, -1),
                removes=weight_of(entry),
            ),
            self._year(entry, -1),
        )

    def find_meal(self, entry_id: int) -> Meal | None:
        """L8: a meal by its id; None also when it was removed."""
        kind = EntryKind.NUTRITION
        place = self._table.find(
            self._keys.log_place(self._member, kind, entry_id), consistent=True
        )
        if place is None or "gone" in place:
            return None
        key = self._keys.log(self._member, kind, date.fromisoformat(place["date"]), entry_id)
        item = self._table.find(key, consistent=True)
        return Meal.of_item(item) if item else None

    def day(self, day: date) -> Day:
        """L3: a day's sums."""
        item = self._table.find(self._keys.log_day(self._member, day), consistent=True)
        return Day.of_item(item) if item else Day(date=day)

    def days(self, first_day: date, last_day: date) -> dict[date, Day]:
        """L4: the days of a range that hold or held an entry."""
        span = self._keys.log_days(self._member, first_day, last_day)
        days = (Day.of_item(item) for item in self._table.all(span, consistent=True))
        return {day.date: day for day in days}

    def years(self) -> list[Year]:
        """L5: every year with an entry: one small item for each."""
        span = self._keys.log_years(self._member)
        return [Year.of_item(item) for item in self._table.all(span, consistent=True)]

    def span(self, kind: EntryKind, first_day: date, last_day: date) -> Span:
        """Where the entries of a kind are."""
        return self._keys.logs(self._member, kind, first_day, last_day)

    def page(self, span: Span, limit: int, after: str | None) -> Slice:
        """L6: entries of one kind, latest day first."""
        return self._table.query(span, limit=limit, forward=False, after=after, consistent=True)

    def _year(self, entry: Entry, sign: int) -> Write:
        return update(
            self._keys.log_year(self._member, entry.date.year),
            sets={"type": "log_year", "year": entry.date.year},
            adds=year_changes(entry, sign),
        )

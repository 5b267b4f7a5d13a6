"""Sorts any number of members' rows by what they show, on disk where memory is short.

A list of half a million is longer than the places in a partner's sorted lists stand still, so an
export reads its members in the order of joining and sorts them here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime

from stvos.clock import epoch_ms
from stvos.text import fold
from stvos.usage.answers import MemberRow

type SortKey = Callable[[MemberRow], int | str]

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
SORT_KEYS: Mapping[str, SortKey] = {
    "name": lambda row: fold(row.name),
    "watchTimeMinutes": lambda row: row.watch_time_minutes,
    "lastActiveAt": lambda row: epoch_ms(row.last_active_at or _NEVER),
    "joinedAt": lambda row: epoch_ms(row.joined_at),
}
"""What members are sorted by, for each order; members with the same come by their ids."""


def sorted_rows(rows: Iterable[MemberRow], by: str, *, ascending: bool) -> Iterator[MemberRow]:
    """The rows in an order."""
    import sqlite3  # Only exports sort here; a page of the list must not load it.

    key, direction = SORT_KEYS[by], "ASC" if ascending else "DESC"
    # A database without a name is a temporary file, written once its cache is full.
    with closing(sqlite3.connect("", isolation_level=None)) as database:
        database.execute("PRAGMA synchronous = OFF")
        database.execute("CREATE TABLE rows (key, id, row)")
        database.execute("BEGIN")
        database.executemany(
            "INSERT INTO rows VALUES (?, ?, ?)",
            ((key(row), row.id, row.model_dump_json(by_alias=False)) for row in rows),
        )
        database.execute("COMMIT")
        ordered = f"SELECT row FROM rows ORDER BY key {direction}, id {direction}"  # noqa: S608
        for (row,) in database.execute(ordered):
            yield MemberRow.model_validate_json(row)

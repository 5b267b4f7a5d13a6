"""Answers from one client's catalogue snapshot: browse, search, look up, relate and count."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from stvos.content import packing, snapshot
from stvos.content.filters import Filter, Sort, where
from stvos.content.records import (
    Catalogue,
    CategoryRecord,
    CountedCategory,
    ListedClass,
    TrainerRecord,
    to_micros,
)
from stvos.content.search import WordSearch

_WEEK = timedelta(days=7)

# Only the newest of the same category and of the same trainer are compared, so that the time
# does not grow with the catalogue.
_RELATED = """
WITH this AS (SELECT * FROM class WHERE id = :id),
near AS (
    SELECT * FROM (
        SELECT number FROM class
        WHERE category = (SELECT category FROM this) AND number >= :first
        ORDER BY number LIMIT 200)
    UNION
    SELECT * FROM (
        SELECT number FROM class
        WHERE trainer = (SELECT trainer FROM this) AND number >= :first
        ORDER BY number LIMIT 100))
SELECT other.number FROM near JOIN class AS other USING (number) JOIN this
WHERE other.id <> :id
ORDER BY 3 * (other.category = this.category) + 2 * (other.trainer = this.trainer)
    + (other.intensity = this.intensity) + 2 * (
        SELECT count(*) FROM labelled WHERE number = other.number AND label IN (
            SELECT label FROM labelled WHERE number = this.number)) DESC,
    other.plays DESC, other.number
LIMIT :count
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, with the exact number of everything that matches."""

    items: list[ListedClass]
    total: int


class CatalogueIndex:
    """A snapshot, opened. `now` decides at reading what is published; nothing else is shown."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._words = WordSearch(database)
        self._size = self._number("SELECT count(*) FROM class")
        self._categories = {
            category.id: category
            for (packed,) in database.execute("SELECT packed FROM category ORDER BY place")
            for category in [packing.unpack_category(packed)]
        }
        self._trainers = {
            trainer.id: trainer
            for (packed,) in database.execute("SELECT packed FROM trainer")
            for trainer in [packing.unpack_trainer(packed)]
        }

    @staticmethod
    def build(catalogue: Catalogue) -> bytes:
        """The snapshot to keep; the same catalogue gives the same bytes."""
        return snapshot.build(catalogue)

    @classmethod
    def open(cls, packed: bytes) -> Self:
        """Ready to answer; raises UnknownFormatError for a snapshot of another version."""
        return cls(snapshot.open_database(packed))

    def close(self) -> None:
        self._database.close()

    def browse(self, wanted: Filter, sort: Sort, *, page: int, limit: int, now: datetime) -> Page:
        """The classes that pass the filters, in the order asked for."""
        first = self._first_published(now)
        condition, values = where(wanted, first=first)
        query = f"SELECT number FROM class WHERE {condition} ORDER BY {sort.order_by}"  # noqa: S608
        before = (page - 1) * limit
        if wanted == Filter():
            numbers = self._numbers(f"{query} LIMIT ? OFFSET ?", *values, limit, before)
            return Page(self._listed(numbers), self._size - first)
        numbers = self._numbers(query, *values)
        return Page(self._listed(numbers[before : before + limit]), len(numbers))

    def search(self, text: str, wanted: Filter, *, page: int, limit: int, now: datetime) -> Page:
        """The classes that have every word of the text, best first, then newest first."""
        first = self._first_published(now)
        scores = self._words.scores(text, first=first)
        if scores and wanted != Filter():
            condition, values = where(wanted, first=first)
            query = f"SELECT number FROM class WHERE {condition}"  # noqa: S608
            passing = scores.keys() & set(self._numbers(query, *values))
            scores = {number: scores[number] for number in passing}
        best = sorted(scores, key=lambda number: (-scores[number], number))
        before = (page - 1) * limit
        return Page(self._listed(best[before : before + limit]), len(best))

    def by_ids(self, ids: Iterable[int], *, now: datetime) -> list[ListedClass]:
        """The published ones among these classes, in the order of the ids."""
        wanted = list(ids)
        rows = self._database.execute(
            "SELECT id, number FROM class"
            " WHERE id IN (SELECT value FROM json_each(?)) AND number >= ?",
            (json.dumps(wanted), self._first_published(now)),
        )
        numbers = dict(rows.fetchall())
        return self._listed([numbers[class_id] for class_id in wanted if class_id in numbers])

    def related(self, class_id: int, count: int, *, now: datetime) -> list[ListedClass]:
        """The published classes most like this one: same category, trainer, tags, intensity."""
        values = {"id": class_id, "first": self._first_published(now), "count": count}
        rows = self._database.execute(_RELATED, values)
        return self._listed([number for (number,) in rows])

    def featured(self, count: int, *, now: datetime) -> list[ListedClass]:
        """What the brand puts forward, newest first."""
        return self._listed(
            self._numbers(
                "SELECT number FROM class WHERE featured AND number >= ? ORDER BY number LIMIT ?",
                self._first_published(now),
                count,
            )
        )

    def new_this_week(self, count: int, *, now: datetime) -> list[ListedClass]:
        """What was published within the last seven days, newest first."""
        first, older = self._first_published(now), self._first_published(now - _WEEK)
        return self._listed(list(range(first, min(older, first + count))))

    def categories(self, *, now: datetime) -> list[CountedCategory]:
        """All categories in the brand's order, with the number of their published classes."""
        rows = self._database.execute(
            "SELECT category, count(*) FROM class WHERE number >= ? GROUP BY category",
            (self._first_published(now),),
        )
        counts = dict(rows.fetchall())
        return [
            CountedCategory(category, counts.get(category.id, 0))
            for category in self._categories.values()
        ]

    def catalogue(self) -> Catalogue:
        """Everything that the snapshot was made of, scheduled classes too."""
        packed = self._database.execute("SELECT packed FROM record")
        return Catalogue(
            tuple(packing.unpack_class(text) for (text,) in packed),
            tuple(self._categories.values()),
            tuple(self._trainers.values()),
        )

    def trainer(self, trainer_id: int) -> TrainerRecord | None:
        return self._trainers.get(trainer_id)

    def category(self, category_id: int | None) -> CategoryRecord | None:
        return self._categories.get(category_id) if category_id else None

    def _first_published(self, now: datetime) -> int:
        """The number of the newest class that is out; those with a lower one are scheduled."""
        return self._number(
            "SELECT ifnull((SELECT min(number) FROM class WHERE published = ("
            "SELECT max(published) FROM class WHERE published <= ?)), ?)",
            to_micros(now),
            self._size,
        )

    def _listed(self, numbers: list[int]) -> list[ListedClass]:
        rows = self._database.execute(
            "SELECT number, packed FROM record WHERE number IN (SELECT value FROM json_each(?))",
            (json.dumps(numbers),),
        )
        records = {number: packing.unpack_class(packed) for number, packed in rows}
        return [
            ListedClass(
                record, self._trainers[record.trainer_id], self._categories[record.category_id]
            )
            for record in map(records.__getitem__, numbers)
        ]

    def _numbers(self, query: str, *values: int | str) -> list[int]:
        return [number for (number,) in self._database.execute(query, values)]

    def _number(self, query: str, *values: int) -> int:
        (number,) = self._database.execute(query, values).fetchone()
        return int(number)

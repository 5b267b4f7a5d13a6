"""Answers from one client's catalogue snapshot: browse, search, look up, relate and count."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from stvos.catalogue.records import (
    Catalogue,
    CategoryRecord,
    CountedCategory,
    ListedClass,
    TrainerRecord,
    to_micros,
)
from stvos.catalogue_search import packing, snapshot
from stvos.catalogue_search.filters import Filter, Sort, where
from stvos.catalogue_search.search import WordSearch

_WEEK = timedelta(days=7)

# Only the newest of the same category and of the same trainer are compared, so that the time
# does not grow with the catalogue.
_RELATED = """
WITH this AS (SELECT * FROM class WHERE id = :id),
near AS (
    SELECT * FROM (
        SELECT number FROM class
        WHERE category = (SELECT category FROM this) AND published <= :now
        ORDER BY published DESC, id DESC LIMIT 200)
    UNION
    SELECT * FROM (
        SELECT number FROM class
        WHERE trainer = (SELECT trainer FROM this) AND published <= :now
        ORDER BY published DESC, id DESC LIMIT 100))
SELECT other.number FROM near JOIN class AS other USING (number) JOIN this
WHERE other.id <> :id
ORDER BY 3 * (other.category = this.category) + 2 * (other.trainer = this.trainer)
    + (other.intensity = this.intensity) + 2 * (
        SELECT count(*) FROM labelled WHERE number = other.number AND label IN (
            SELECT label FROM labelled WHERE number = this.number)) DESC,
    other.plays DESC, other.published DESC, other.id DESC
LIMIT :count
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, with the exact number of everything that matches."""

    items: list[ListedClass]
    total: int


@dataclass(frozen=True, slots=True)
class Found:
    """A part of what a search finds: classes with their scores, and how many there are in all."""

    items: list[tuple[float, ListedClass]]
    total: int


class CatalogueIndex:
    """A snapshot, opened. `now` decides at reading what is published; nothing else is shown."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._words = WordSearch(database)
        # For each class its place when all are listed newest first, those to come included.
        newest_first = self._numbers("SELECT number FROM class ORDER BY published DESC, id DESC")
        self._places = {number: place for place, number in enumerate(newest_first)}
        names = snapshot.names_in(database)
        self._categories = {category.id: category for category in names.categories}
        self._trainers = {trainer.id: trainer for trainer in names.trainers}

    @staticmethod
    def build(catalogue: Catalogue) -> bytes:
        """The snapshot to keep; the same catalogue gives the same bytes."""
        return snapshot.build(catalogue)

    @classmethod
    def open(cls, packed: bytes) -> Self:
        """Ready to answer; raises UnknownFormatError for a snapshot of another version."""
        database = snapshot.unpacked(packed, shared=True)
        database.execute("PRAGMA query_only = 1")
        return cls(database)

    def close(self) -> None:
        self._database.close()

    def browse(self, wanted: Filter, sort: Sort, *, page: int, limit: int, now: datetime) -> Page:
        """The classes that pass the filters, in the order asked for."""
        return self.browse_part(wanted, sort, skip=(page - 1) * limit, count=limit, now=now)

    def browse_part(
        self, wanted: Filter, sort: Sort, *, skip: int, count: int, now: datetime
    ) -> Page:
        """The same, any part of the list."""
        condition, values = where(wanted, now=to_micros(now))
        query = f"SELECT number FROM class WHERE {condition} ORDER BY {sort.order_by}"  # noqa: S608
        if wanted == Filter():
            numbers = self._numbers(f"{query} LIMIT ? OFFSET ?", *values, count, skip)
            return Page(self._listed(numbers), self._published(now))
        numbers = self._numbers(query, *values)
        return Page(self._listed(numbers[skip : skip + count]), len(numbers))

    def search(self, text: str, wanted: Filter, *, page: int, limit: int, now: datetime) -> Page:
        """The classes that have every word of the text, best first, then newest first."""
        found = self.search_part(text, wanted, skip=(page - 1) * limit, count=limit, now=now)
        return Page([listed for _, listed in found.items], found.total)

    def search_part(
        self,
        text: str,
        wanted: Filter,
        *,
        skip: int,
        count: int,
        now: datetime,
        beside: "CatalogueIndex | None" = None,
    ) -> "Found":
        """Any part of what a search finds, with the scores; they compare with those of `beside`."""
        places, first = self._places, self._scheduled(now)
        scores = self._words.scores(text, beside=beside._words if beside else None)
        if wanted == Filter():
            passing = [number for number in scores if places[number] >= first]
        else:
            condition, values = where(wanted, now=to_micros(now))
            query = f"SELECT number FROM class WHERE {condition}"  # noqa: S608
            passing = [number for number in self._numbers(query, *values) if number in scores]
        best = sorted(passing, key=lambda number: (-scores[number], places[number]))
        part = best[skip : skip + count]
        items = zip((scores[number] for number in part), self._listed(part), strict=True)
        return Found(list(items), len(best))

    def by_ids(self, ids: Iterable[int], *, now: datetime) -> list[ListedClass]:
        """The published ones among these classes, in the order of the ids."""
        wanted = list(ids)
        rows = self._database.execute(
            "SELECT id, number FROM class"
            " WHERE id IN (SELECT value FROM json_each(?)) AND published <= ?",
            (json.dumps(wanted), to_micros(now)),
        )
        numbers = dict(rows.fetchall())
        return self._listed([numbers[class_id] for class_id in wanted if class_id in numbers])

    def related(self, class_id: int, count: int, *, now: datetime) -> list[ListedClass]:
        """The published classes most like this one: same category, trainer, tags, intensity."""
        values = {"id": class_id, "now": to_micros(now), "count": count}
        rows = self._database.execute(_RELATED, values)
        return self._listed([number for (number,) in rows])

    def featured(self, count: int, *, now: datetime) -> list[ListedClass]:
        """What the brand puts forward, newest first."""
        return self._listed(
            self._numbers(
                "SELECT number FROM class WHERE featured AND published <= ?"
                " ORDER BY published DESC, id DESC LIMIT ?",
                to_micros(now),
                count,
            )
        )

    def new_this_week(self, count: int, *, now: datetime) -> list[ListedClass]:
        """What was published within the last seven days, newest first."""
        return self._listed(
            self._numbers(
                "SELECT number FROM class WHERE published <= ? AND published > ?"
                " ORDER BY published DESC, id DESC LIMIT ?",
                to_micros(now),
                to_micros(now - _WEEK),
                count,
            )
        )

    def categories(self, *, now: datetime) -> list[CountedCategory]:
        """All categories in the brand's order, with the number of their published classes."""
        rows = self._database.execute(
            "SELECT category, count(*) FROM class WHERE +published <= ? GROUP BY category",
            (to_micros(now),),
        )
        counts = dict(rows.fetchall())
        return [
            CountedCategory(category, counts.get(category.id, 0))
            for category in self._categories.values()
        ]

    def catalogue(self) -> Catalogue:
        """Everything that the snapshot was made of, scheduled classes too."""
        return snapshot.catalogue_in(self._database)

    def trainers(self) -> Iterable[TrainerRecord]:
        """All trainers, oldest first, inactive ones too."""
        return self._trainers.values()

    def trainer(self, trainer_id: int) -> TrainerRecord | None:
        return self._trainers.get(trainer_id)

    def category(self, category_id: int | None) -> CategoryRecord | None:
        return self._categories.get(category_id) if category_id else None

    def _published(self, now: datetime) -> int:
        return len(self._places) - self._scheduled(now)

    def _scheduled(self, now: datetime) -> int:
        """How many classes are not published yet."""
        counted = "SELECT count(*) FROM class WHERE published > ?"
        return int(self._database.execute(counted, (to_micros(now),)).fetchone()[0])

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

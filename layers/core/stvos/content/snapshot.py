"""A client's catalogue as one compressed SQLite file: the same catalogue gives the same bytes.

Classes are numbered newest first, so those that are not published yet come before all others, and
"published by now" is one comparison with a class number.
"""

import gzip
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache

from stvos.content import packing, postings
from stvos.content.records import Catalogue, ClassRecord, ListedClass, to_micros
from stvos.content.words import Vocabulary, fold

FORMAT = 1
"""Raised with every change of the tables below; a reader refuses a format it does not know."""

INTENSITIES = ("low", "medium", "high")

_TABLES = """
CREATE TABLE class (
    number INTEGER PRIMARY KEY,
    id INTEGER NOT NULL,
    published INTEGER NOT NULL,
    trainer INTEGER NOT NULL,
    category INTEGER NOT NULL,
    duration INTEGER NOT NULL,
    intensity INTEGER NOT NULL,
    live INTEGER NOT NULL,
    featured INTEGER NOT NULL,
    plays INTEGER NOT NULL,
    name_order INTEGER NOT NULL
);
CREATE TABLE record (number INTEGER PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE label (id INTEGER PRIMARY KEY, kind TEXT NOT NULL, folded TEXT NOT NULL);
CREATE TABLE labelled (
    label INTEGER NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (label, number)
) WITHOUT ROWID;
CREATE TABLE category (
    id INTEGER PRIMARY KEY, folded TEXT NOT NULL, place INTEGER NOT NULL, packed TEXT NOT NULL
);
CREATE TABLE trainer (id INTEGER PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE word (number INTEGER PRIMARY KEY, classes BLOB NOT NULL, weights BLOB NOT NULL);
CREATE TABLE beginning (typed TEXT PRIMARY KEY, classes BLOB NOT NULL, weights BLOB NOT NULL)
    WITHOUT ROWID;
CREATE TABLE vocabulary (packed TEXT NOT NULL);
"""
_INDEXES = """
CREATE UNIQUE INDEX class_by_id ON class (id);
CREATE INDEX class_by_publication ON class (published);
CREATE INDEX class_by_plays ON class (plays DESC, number);
CREATE INDEX class_by_duration ON class (duration, number);
CREATE INDEX class_by_name ON class (name_order, number);
CREATE INDEX class_by_category ON class (category, number);
CREATE INDEX class_by_trainer ON class (trainer, number);
CREATE INDEX featured_class ON class (number) WHERE featured;
CREATE INDEX label_by_number ON labelled (number, label);
"""


class UnknownFormatError(Exception):
    """The snapshot was made by another version of this program."""


def build(catalogue: Catalogue) -> bytes:
    """The snapshot of a catalogue; a class whose trainer or category is gone is left out."""
    listed = sorted(
        _joined(catalogue), key=lambda item: (item.record.published_at, item.id), reverse=True
    )
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(f"PRAGMA user_version = {FORMAT}; {_TABLES}")
        _store_names(database, catalogue)
        _store_classes(database, [item.record for item in listed])
        _store_words(database, listed)
        database.executescript(f"{_INDEXES} ANALYZE")
        return gzip.compress(database.serialize(), compresslevel=1, mtime=0)
    finally:
        database.close()


def open_database(snapshot: bytes) -> sqlite3.Connection:
    """The snapshot in memory, to be read from any thread."""
    database = sqlite3.connect(":memory:", check_same_thread=False)
    database.deserialize(gzip.decompress(snapshot))
    if database.execute("PRAGMA user_version").fetchone() != (FORMAT,):
        database.close()
        raise UnknownFormatError
    database.execute("PRAGMA query_only = 1")
    return database


def _joined(catalogue: Catalogue) -> Iterator[ListedClass]:
    trainers = {trainer.id: trainer for trainer in catalogue.trainers}
    categories = {category.id: category for category in catalogue.categories}
    for record in catalogue.classes:
        if record.trainer_id in trainers and record.category_id in categories:
            yield ListedClass(record, trainers[record.trainer_id], categories[record.category_id])


def _store_names(database: sqlite3.Connection, catalogue: Catalogue) -> None:
    in_order = sorted(catalogue.categories, key=lambda c: (c.position, fold(c.name), c.id))
    _insert(
        database,
        "category",
        ((c.id, fold(c.name), place, packing.pack_category(c)) for place, c in enumerate(in_order)),
    )
    trainers = sorted(catalogue.trainers, key=lambda trainer: trainer.id)
    _insert(database, "trainer", ((t.id, packing.pack_trainer(t)) for t in trainers))


def _store_classes(database: sqlite3.Connection, records: list[ClassRecord]) -> None:
    by_name = sorted({fold(record.name) for record in records})
    name_order = {name: order for order, name in enumerate(by_name)}
    _insert(
        database,
        "class",
        (
            (number, *_columns(record), name_order[fold(record.name)])
            for number, record in enumerate(records)
        ),
    )
    _insert(database, "record", enumerate(map(packing.pack_class, records)))
    labels = _labels(records)
    _insert(database, "label", ((at, *label) for at, label in enumerate(sorted(labels))))
    _insert(
        database,
        "labelled",
        ((at, number) for at, label in enumerate(sorted(labels)) for number in labels[label]),
    )


def _store_words(database: sqlite3.Connection, listed: list[ListedClass]) -> None:
    found = postings.weigh(listed)
    vocabulary = Vocabulary.of(found)
    _insert(database, "vocabulary", [(vocabulary.pack(),)])
    words = ((number, *found[word].pack()) for number, word in enumerate(vocabulary))
    _insert(database, "word", words)
    merged = postings.merged_beginnings(found, vocabulary, len(listed))
    _insert(database, "beginning", ((typed, *entries.pack()) for typed, entries in merged))


def _columns(record: ClassRecord) -> tuple[int, ...]:
    return (
        record.id,
        to_micros(record.published_at),
        record.trainer_id,
        record.category_id,
        record.duration,
        INTENSITIES.index(record.intensity),
        record.is_live,
        record.featured,
        record.plays,
    )


def _labels(records: Iterable[ClassRecord]) -> dict[tuple[str, str], list[int]]:
    """Which classes carry which tag or need which equipment."""
    labelled: dict[tuple[str, str], list[int]] = defaultdict(list)
    folded = cache(fold)
    for number, record in enumerate(records):
        named = {("equipment", folded(thing)) for thing in record.equipment}
        named |= {("tag", folded(tag)) for tag in record.tags}
        for label in named:
            labelled[label].append(number)
    return labelled


def _insert(
    database: sqlite3.Connection, table: str, rows: Iterable[tuple[int | str | bytes, ...]]
) -> None:
    (columns,) = database.execute("SELECT count(*) FROM pragma_table_info(?)", (table,)).fetchone()
    marks = ", ".join("?" * columns)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

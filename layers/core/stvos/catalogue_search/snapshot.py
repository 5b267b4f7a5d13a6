"""A client's catalogue as one compressed SQLite file: made from nothing, and opened.

Each class has a number, which the lists of words and labels use because it is small. It says
nothing else, and a class keeps it for as long as snapshots are made from one another
(`snapshot_update`): so a change touches the rows of what changed, and no others.
"""

import gzip
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from stvos.catalogue.records import (
    Catalogue,
    CategoryRecord,
    ClassRecord,
    ListedClass,
    TrainerRecord,
    to_micros,
)
from stvos.catalogue_search import packing, postings
from stvos.text import Vocabulary, fold

FORMAT = 5
"""Raised with every change of the tables below, and of how texts become words and weights, which
a later update takes back by computing them again. A reader refuses a format it does not know."""

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
    name TEXT NOT NULL
);
CREATE TABLE record (number INTEGER PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE labelled (
    label TEXT NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (label, number)
) WITHOUT ROWID;
CREATE TABLE category (
    id INTEGER PRIMARY KEY, folded TEXT NOT NULL, place INTEGER NOT NULL, packed TEXT NOT NULL
);
CREATE TABLE trainer (id INTEGER PRIMARY KEY, packed TEXT NOT NULL);
CREATE TABLE word (word TEXT PRIMARY KEY, classes BLOB NOT NULL, weights BLOB NOT NULL)
    WITHOUT ROWID;
CREATE TABLE beginning (typed TEXT PRIMARY KEY, classes BLOB NOT NULL, weights BLOB NOT NULL)
    WITHOUT ROWID;
CREATE TABLE vocabulary (packed TEXT NOT NULL);
"""
_INDEXES = """
CREATE UNIQUE INDEX class_by_id ON class (id);
CREATE INDEX class_by_publication ON class (published, id);
CREATE INDEX class_by_plays ON class (plays, published, id);
CREATE INDEX class_by_duration ON class (duration, published DESC, id DESC);
CREATE INDEX class_by_name ON class (name, published DESC, id DESC);
CREATE INDEX class_by_category ON class (category, published, id);
CREATE INDEX class_by_trainer ON class (trainer, published, id);
CREATE INDEX featured_class ON class (published, id) WHERE featured;
CREATE INDEX label_by_number ON labelled (number, label);
"""

type SnapshotRow = tuple[int | str | bytes, ...]


class UnknownFormatError(Exception):
    """The snapshot was made by another version of this program."""


def build(catalogue: Catalogue) -> bytes:
    """The snapshot of a catalogue; a class whose trainer or category is gone is left out."""
    listed = sorted(joined(catalogue), key=lambda item: item.id)
    database = sqlite3.connect(":memory:")
    try:
        database.executescript(f"PRAGMA user_version = {FORMAT}; {_TABLES}")
        insert(database, "category", category_rows(catalogue.categories))
        insert(database, "trainer", trainer_rows(catalogue.trainers))
        insert_classes(database, [(at, item.record) for at, item in enumerate(listed)])
        _store_words(database, listed)
        database.executescript(_INDEXES)
        return packed(database)
    finally:
        database.close()


def packed(database: sqlite3.Connection) -> bytes:
    """The database as it is kept, with what the query planner wants to know about it."""
    database.executescript("ANALYZE")
    return gzip.compress(database.serialize(), compresslevel=1, mtime=0)


def unpacked(snapshot: bytes, *, shared: bool = False) -> sqlite3.Connection:
    """The snapshot in memory, to be used from any thread; `shared`: from several in one moment."""
    # Threads that run the same query would share its cached statement, and mix their rows.
    cached = 0 if shared else 128
    database = sqlite3.connect(":memory:", check_same_thread=False, cached_statements=cached)
    database.deserialize(gzip.decompress(snapshot))
    if database.execute("PRAGMA user_version").fetchone() != (FORMAT,):
        database.close()
        raise UnknownFormatError
    return database


def catalogue_in(database: sqlite3.Connection) -> Catalogue:
    """Everything that a snapshot was made of, scheduled classes too."""
    rows = database.execute("SELECT packed FROM record")
    classes = tuple(packing.unpack_class(text) for (text,) in rows)
    return replace(names_in(database), classes=classes)


def names_in(database: sqlite3.Connection) -> Catalogue:
    """The same without the classes."""
    categories = database.execute("SELECT packed FROM category ORDER BY place")
    trainers = database.execute("SELECT packed FROM trainer ORDER BY id")
    return Catalogue(
        categories=tuple(packing.unpack_category(text) for (text,) in categories),
        trainers=tuple(packing.unpack_trainer(text) for (text,) in trainers),
    )


def plays_in(database: sqlite3.Connection, classes: Iterable[int]) -> dict[int, int]:
    """How often those of the classes that are in it had been started, by their ids."""
    query = "SELECT id, plays FROM class WHERE id IN (SELECT value FROM json_each(?))"
    return dict(database.execute(query, (json.dumps(list(classes)),)).fetchall())


def joined(catalogue: Catalogue) -> Iterator[ListedClass]:
    """The classes with their trainers and categories; one that lacks either is left out."""
    trainers = {trainer.id: trainer for trainer in catalogue.trainers}
    categories = {category.id: category for category in catalogue.categories}
    for record in catalogue.classes:
        if record.trainer_id in trainers and record.category_id in categories:
            yield ListedClass(record, trainers[record.trainer_id], categories[record.category_id])


# ------------------------------------------------------------ rows


def category_rows(categories: Iterable[CategoryRecord]) -> Iterator[SnapshotRow]:
    """All of a brand's categories, in its order."""
    in_order = sorted(categories, key=lambda c: (c.position, fold(c.name), c.id))
    for place, category in enumerate(in_order):
        yield category.id, fold(category.name), place, packing.pack_category(category)


def trainer_rows(trainers: Iterable[TrainerRecord]) -> Iterator[SnapshotRow]:
    for trainer in sorted(trainers, key=lambda trainer: trainer.id):
        yield trainer.id, packing.pack_trainer(trainer)


def _class_row(number: int, record: ClassRecord) -> SnapshotRow:
    return (
        number,
        record.id,
        to_micros(record.published_at),
        record.trainer_id,
        record.category_id,
        record.duration,
        INTENSITIES.index(record.intensity),
        record.is_live,
        record.featured,
        record.plays,
        fold(record.name),
    )


def label(kind: str, thing: str) -> str:
    """How a tag or a piece of equipment is written in the table `labelled`."""
    return f"{kind} {fold(thing)}"


def _labels(record: ClassRecord) -> set[str]:
    equipment = {label("equipment", thing) for thing in record.equipment}
    return equipment | {label("tag", tag) for tag in record.tags}


def insert_classes(
    database: sqlite3.Connection, numbered: Sequence[tuple[int, ClassRecord]]
) -> None:
    """Put classes into all tables but those of the words."""
    insert(database, "class", (_class_row(number, record) for number, record in numbered))
    rows = ((number, packing.pack_class(record)) for number, record in numbered)
    insert(database, "record", rows)
    labelled = [(name, number) for number, record in numbered for name in _labels(record)]
    insert(database, "labelled", sorted(labelled))


def _store_words(database: sqlite3.Connection, listed: list[ListedClass]) -> None:
    entries = postings.weigh(listed)
    vocabulary = Vocabulary.of(entries)
    insert(database, "vocabulary", [(vocabulary.pack(),)])
    insert(database, "word", ((word, *entries[word].pack()) for word in vocabulary))
    merged = postings.merged_beginnings(entries, vocabulary)
    insert(database, "beginning", ((typed, *entries.pack()) for typed, entries in merged))


def insert(database: sqlite3.Connection, table: str, rows: Iterable[SnapshotRow]) -> None:
    (columns,) = database.execute("SELECT count(*) FROM pragma_table_info(?)", (table,)).fetchone()
    marks = ", ".join("?" * columns)
    database.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608

"""A snapshot made from the one before: only the rows of what changed are touched.

It holds what one built from nothing holds, but for the numbers of its classes; a property test
compares the two. Where much changed, building from nothing is quicker, and is done.
"""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace

from stvos.catalogue.records import (
    Catalogue,
    CategoryRecord,
    Changes,
    ListedClass,
    TrainerRecord,
)
from stvos.catalogue_search import packing, snapshot
from stvos.catalogue_search.postings import weights_of
from stvos.catalogue_search.word_update import WordUpdate

FROM_NOTHING = 5
"""Where more than one class in so many is touched, everything is built again."""


def update(database: sqlite3.Connection, changes: Changes) -> bytes | None:
    """The snapshot after the changes; None when they change nothing in it.

    The database is the snapshot before, unpacked, and is of no use afterwards.
    """
    known = _touched(database, changes)
    after = changes.applied_to(known)
    old = {listed.id: listed for listed in snapshot.joined(known)}
    new = {listed.id: listed for listed in snapshot.joined(after)}
    if old == new and _names(known) == _names(after):
        return None
    (size,) = database.execute("SELECT count(*) FROM class").fetchone()
    if len(old.keys() | new.keys()) * FROM_NOTHING > size:
        return snapshot.build(changes.applied_to(snapshot.catalogue_in(database)))
    _replace_names(database, after)
    _replace_classes(database, old, new)
    return snapshot.packed(database)


def _touched(database: sqlite3.Connection, changes: Changes) -> Catalogue:
    """The names, and of the classes those whose rows may change with them."""
    names = snapshot.names_in(database)
    rows = database.execute(
        "SELECT packed FROM class JOIN record USING (number)"
        " WHERE id IN (SELECT value FROM json_each(?))"
        " OR category IN (SELECT value FROM json_each(?))"
        " OR trainer IN (SELECT value FROM json_each(?))",
        (
            json.dumps(list(changes.classes)),
            json.dumps(_renamed(names.categories, changes.categories)),
            json.dumps(_renamed(names.trainers, changes.trainers)),
        ),
    )
    return replace(names, classes=tuple(packing.unpack_class(packed) for (packed,) in rows))


def _renamed[T: (CategoryRecord, TrainerRecord)](
    known: Sequence[T], changes: Mapping[int, T | None]
) -> list[int]:
    """The ids of those that are called otherwise now, or are gone."""
    changed = []
    for record in known:
        now = changes.get(record.id, record)
        if now is None or now.name != record.name:
            changed.append(record.id)
    return changed


def _names(catalogue: Catalogue) -> tuple[frozenset[CategoryRecord], frozenset[TrainerRecord]]:
    return frozenset(catalogue.categories), frozenset(catalogue.trainers)


def _replace_names(database: sqlite3.Connection, after: Catalogue) -> None:
    """There are some dozens or hundreds: all are written again."""
    database.executescript("DELETE FROM category; DELETE FROM trainer")
    snapshot.insert(database, "category", snapshot.category_rows(after.categories))
    snapshot.insert(database, "trainer", snapshot.trainer_rows(after.trainers))


def _replace_classes(
    database: sqlite3.Connection, old: Mapping[int, ListedClass], new: Mapping[int, ListedClass]
) -> None:
    words = WordUpdate(database)
    (free,) = database.execute("SELECT ifnull(max(number) + 1, 0) FROM class").fetchone()
    for class_id in sorted(old.keys() | new.keys()):
        was, now = old.get(class_id), new.get(class_id)
        if was == now:
            continue
        number = free
        if was:
            number = _remove(database, class_id)
        else:
            free += 1
        if now:
            snapshot.insert_classes(database, [(number, now.record)])
        words.note(number, weights_of(was) if was else {}, weights_of(now) if now else {})
    words.carry_out()


def _remove(database: sqlite3.Connection, class_id: int) -> int:
    """Take a class out of all tables but those of the words; answers the number it had."""
    query = "SELECT number FROM class WHERE id = ?"
    (number,) = database.execute(query, (class_id,)).fetchone()
    for table in ("class", "record", "labelled"):
        database.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608
    return int(number)

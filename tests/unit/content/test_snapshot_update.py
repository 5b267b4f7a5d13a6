"""A snapshot made from the one before holds what one built from nothing holds."""

from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.catalogue.records import Catalogue, Changes
from stvos.catalogue_search import postings, snapshot, snapshot_update
from stvos.catalogue_search.filters import Filter
from stvos.catalogue_search.index import CatalogueIndex
from tests.unit.content.catalogue_samples import (
    CATALOGUES,
    CATEGORIES,
    CLASSES,
    NOW,
    TRAINERS,
    VOCABULARY,
    catalogue_of,
    sample,
)

NAMES = st.sampled_from(VOCABULARY.split(" "))
PLACES = st.integers(0, 3)


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Merged lists in small catalogues too, and no way round by building from nothing."""
    monkeypatch.setattr(postings, "MERGE_FROM", 4)
    monkeypatch.setattr(snapshot_update, "FROM_NOTHING", 0)


@st.composite
def changed(draw: st.DrawFn, known: Catalogue) -> Changes:
    """Classes changed, added and removed; categories and trainers renamed, moved and gone."""
    classes: dict[int, Any] = {record.id: record for record in draw(st.lists(CLASSES, max_size=3))}
    for old in known.classes:
        if draw(st.booleans()):
            classes[old.id] = draw(st.none() | st.builds(replace, CLASSES, id=st.just(old.id)))
    categories: dict[int, Any] = {
        old.id: draw(st.none() | st.builds(replace, st.just(old), name=NAMES, position=PLACES))
        for old in draw(st.lists(st.sampled_from(CATEGORIES), max_size=2))
    }
    trainers: dict[int, Any] = {
        old.id: draw(st.none() | st.builds(replace, st.just(old), name=NAMES))
        for old in draw(st.lists(st.sampled_from(TRAINERS), max_size=1))
    }
    return Changes(classes, categories, trainers)


def updated(packed: bytes, changes: Changes) -> bytes | None:
    with closing(snapshot.unpacked(packed)) as database:
        return snapshot_update.update(database, changes)


def known_to(packed: bytes) -> Catalogue:
    with closing(snapshot.unpacked(packed)) as database:
        return snapshot.catalogue_in(database)


def content(packed: bytes) -> dict[str, list[Any]]:
    """Every row of every table, with the class's id for its number."""
    with closing(snapshot.unpacked(packed)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        ids = dict(database.execute("SELECT number, id FROM class").fetchall())

        def rows(query: str) -> list[Any]:
            return database.execute(query).fetchall()

        def lists(table: str) -> list[Any]:
            return [
                (word, {ids[n]: weight for n, weight in postings.unpack(*entries).items()})
                for word, *entries in rows(f"SELECT * FROM {table}")
            ]

        return {
            "classes": sorted((ids[number], *row) for number, *row in rows("SELECT * FROM class")),
            "records": sorted((ids[n], packed) for n, packed in rows("SELECT * FROM record")),
            "labels": sorted((label, ids[n]) for label, n in rows("SELECT * FROM labelled")),
            "names": rows("SELECT * FROM category") + rows("SELECT * FROM trainer"),
            "words": lists("word"),
            "beginnings": lists("beginning"),
            "vocabulary": rows("SELECT packed FROM vocabulary"),
        }


@given(CATALOGUES, st.data())
def test_any_changes_one_after_another_give_what_a_build_from_nothing_gives(
    classes: list[Any], data: st.DataObject
) -> None:
    packed = snapshot.build(catalogue_of(*classes))
    for _ in range(3):
        known = known_to(packed)
        changes = data.draw(changed(known))
        from_nothing = snapshot.build(changes.applied_to(known))

        after = updated(packed, changes)

        assert content(after or packed) == content(from_nothing)
        packed = after or packed


def test_what_changes_nothing_makes_no_new_snapshot() -> None:
    known = sample(1)
    packed = snapshot.build(catalogue_of(known))

    same = Changes({1: known, 2: None}, {11: CATEGORIES[0], 99: None}, {21: TRAINERS[0]})

    assert updated(packed, same) is None
    assert updated(packed, Changes({3: sample(3, category_id=99)})) is None, "it is not shown"


def test_where_much_changes_everything_is_built_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot_update, "FROM_NOTHING", 5)
    catalogue = catalogue_of(*(sample(number) for number in range(1, 11)))
    packed = snapshot.build(catalogue)
    three = Changes({number: sample(number, name="Late") for number in (1, 2, 3)})

    assert updated(packed, three) == snapshot.build(three.applied_to(catalogue))


def test_a_class_keeps_its_number_and_a_removed_one_s_is_not_used_again_at_once() -> None:
    packed = snapshot.build(catalogue_of(sample(1), sample(2), sample(3)))
    renamed = updated(packed, Changes({2: sample(2, name="Evening"), 1: None, 4: sample(4)}))

    assert renamed
    with closing(snapshot.unpacked(renamed)) as database:
        numbers = dict(database.execute("SELECT id, number FROM class").fetchall())
    assert numbers == {2: 1, 3: 2, 4: 3}


def test_an_updated_snapshot_answers_newest_first_however_its_classes_are_numbered() -> None:
    packed = snapshot.build(catalogue_of(sample(5), sample(7)))
    after = updated(packed, Changes({6: sample(6), 7: None, 4: sample(4)}))

    assert after
    page = CatalogueIndex.open(after).search("flow", Filter(), page=1, limit=9, now=NOW)
    assert [item.id for item in page.items] == [6, 5, 4]

"""Looking up, relating and counting classes, and the snapshot itself."""

import gzip
import sqlite3
from datetime import timedelta

import pytest
from hypothesis import given

from stvos.catalogue.records import Catalogue, ClassRecord
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import CatalogueIndex
from stvos.catalogue_search.snapshot import UnknownFormatError
from tests.unit.content.catalogue_samples import (
    CATALOGUES,
    CATEGORIES,
    NOW,
    TRAINERS,
    catalogue_of,
    index_of,
    sample,
)

TOMORROW = NOW + timedelta(days=1)


@given(CATALOGUES)
def test_categories_count_what_is_published_in_the_brands_order(
    classes: list[ClassRecord],
) -> None:
    counted = index_of(*classes).categories(now=NOW)
    assert [item.category.id for item in counted] == [12, 11, 13]
    for item in counted:
        assert item.class_count == sum(
            record.category_id == item.category.id and record.published_at <= NOW
            for record in classes
        )


def test_classes_are_looked_up_in_the_order_of_the_ids_and_only_published_ones() -> None:
    index = index_of(sample(1), sample(2), sample(3, published_at=TOMORROW))
    assert [item.id for item in index.by_ids([2, 99, 3, 1], now=NOW)] == [2, 1]
    assert index.by_ids([], now=NOW) == []


def test_a_class_comes_back_as_it_was_with_its_trainer_and_category() -> None:
    record = sample(
        2**53 - 1,
        name="Ünïcode “quoted” \\ 🧘",
        description="line\nbreak",
        thumbnail_url="https://img.example/1.jpg",
        is_premium=True,
        is_live=True,
        is_vimeo=True,
        featured=True,
        plays=7,
        equipment=("Mat", "band"),
        tags=("a", "b"),
        published_at=NOW + timedelta(microseconds=1),
    )
    (item,) = index_of(record).by_ids([record.id], now=TOMORROW)
    assert item.record == record
    assert (item.trainer, item.category) == (TRAINERS[0], CATEGORIES[0])


def test_related_classes_share_category_trainer_tags_or_intensity() -> None:
    index = index_of(
        sample(1, tags=("core", "abs")),
        sample(2, trainer_id=22, intensity="high"),
        sample(3, trainer_id=22, intensity="high", tags=("ABS", "córe")),
        sample(4, category_id=12, trainer_id=22),
        sample(5, published_at=TOMORROW, tags=("core", "abs")),
        sample(6, category_id=12, intensity="high"),
    )
    assert [item.id for item in index.related(1, 6, now=NOW)] == [3, 2, 6]
    assert [item.id for item in index.related(1, 1, now=NOW)] == [3]
    assert index.related(99, 6, now=NOW) == []


def test_featured_and_new_classes_are_published_ones_newest_first() -> None:
    week = timedelta(days=7)
    index = index_of(
        sample(1, featured=True, published_at=NOW - week),
        sample(2, published_at=NOW - week + timedelta(seconds=1)),
        sample(3, featured=True, published_at=NOW),
        sample(4, featured=True, published_at=TOMORROW),
    )
    assert [item.id for item in index.featured(9, now=NOW)] == [3, 1]
    assert [item.id for item in index.new_this_week(9, now=NOW)] == [3, 2]
    assert [item.id for item in index.new_this_week(1, now=NOW)] == [3]


def test_a_class_without_its_trainer_or_category_is_left_out() -> None:
    index = index_of(sample(1, trainer_id=99), sample(2, category_id=99), sample(3))
    assert index.browse(Filter(), Sort(), page=1, limit=20, now=NOW).total == 1


def test_an_empty_catalogue_answers_empty_lists() -> None:
    index = CatalogueIndex.open(CatalogueIndex.build(Catalogue()))
    assert index.browse(Filter(), Sort(), page=1, limit=20, now=NOW).total == 0
    assert index.search("yoga", Filter(), page=1, limit=20, now=NOW).total == 0
    assert not index.categories(now=NOW)
    assert index.featured(9, now=NOW) == index.related(1, 9, now=NOW) == []
    assert index.new_this_week(9, now=NOW) == index.by_ids([1], now=NOW) == []


@given(CATALOGUES)
def test_the_same_catalogue_gives_the_same_bytes_in_whatever_order(
    classes: list[ClassRecord],
) -> None:
    forwards = CatalogueIndex.build(catalogue_of(*classes))
    backwards = CatalogueIndex.build(
        Catalogue(tuple(classes[::-1]), CATEGORIES[::-1], TRAINERS[::-1])
    )
    assert forwards == backwards
    assert forwards[4:8] == bytes(4), "the time of packing must not be in it"


def test_a_snapshot_of_another_format_is_refused() -> None:
    database = sqlite3.connect(":memory:")
    database.executescript("PRAGMA user_version = 99; CREATE TABLE class (id)")
    with pytest.raises(UnknownFormatError):
        CatalogueIndex.open(gzip.compress(database.serialize()))


def test_an_opened_snapshot_cannot_be_changed() -> None:
    index = index_of(sample(1))
    with pytest.raises(sqlite3.OperationalError):
        index._database.execute("DELETE FROM class")

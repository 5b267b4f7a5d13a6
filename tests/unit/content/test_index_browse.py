"""Filters, orders, pages and totals of the catalogue index, against a naive program."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from stvos.catalogue.records import ClassRecord
from stvos.catalogue_search.filters import Filter, Sort
from tests.unit.content.catalogue_samples import (
    CATALOGUES,
    FILTERS,
    NOW,
    SORTS,
    in_order,
    index_of,
    passes,
    sample,
)


@given(CATALOGUES, FILTERS, SORTS, st.integers(1, 4), st.integers(1, 5))
def test_browsing_lists_what_passes_in_order_page_by_page(
    classes: list[ClassRecord], wanted: Filter, sort: Sort, page: int, limit: int
) -> None:
    expected = in_order([record for record in classes if passes(record, wanted)], sort)
    shown = index_of(*classes).browse(wanted, sort, page=page, limit=limit, now=NOW)
    assert [item.record for item in shown.items] == expected[(page - 1) * limit : page * limit]
    assert shown.total == len(expected)


@given(CATALOGUES, SORTS)
def test_a_reversed_order_is_exactly_the_other_way_round(
    classes: list[ClassRecord], sort: Sort
) -> None:
    index = index_of(*classes)
    there = index.browse(Filter(), Sort(sort.key), page=1, limit=100, now=NOW)
    back = index.browse(Filter(), Sort(sort.key, is_reversed=True), page=1, limit=100, now=NOW)
    assert back.items == there.items[::-1]


def test_a_scheduled_class_appears_when_its_time_comes() -> None:
    index = index_of(sample(1, published_at=NOW + timedelta(microseconds=1)))
    before = index.browse(Filter(), Sort(), page=1, limit=20, now=NOW)
    after = index.browse(Filter(), Sort(), page=1, limit=20, now=NOW + timedelta(microseconds=1))
    assert (before.total, after.total) == (0, 1)


def test_a_category_is_named_however_it_is_written_or_by_its_id() -> None:
    index = index_of(sample(1, category_id=13), sample(2, category_id=11))
    for spelling in ("Café Stretch", "CAFE STRETCH", "cafe stretch", "13"):
        page = index.browse(Filter(category=spelling), Sort(), page=1, limit=20, now=NOW)
        assert [item.id for item in page.items] == [1]


@given(st.text(st.characters(codec=None), max_size=100))
def test_no_category_or_equipment_text_raises(text: str) -> None:
    wanted = Filter(category=text, equipment=(text,))
    assert _INDEX.browse(wanted, Sort(), page=1, limit=20, now=NOW).total == 0


def test_a_page_beyond_the_last_is_empty_and_knows_the_total() -> None:
    page = index_of(sample(1), sample(2)).browse(Filter(), Sort(), page=9, limit=20, now=NOW)
    assert (page.items, page.total) == ([], 2)


_INDEX = index_of(sample(1))

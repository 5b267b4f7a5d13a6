"""Recorded and live classes beside each other list as one catalogue of all of them would."""

from hypothesis import given
from hypothesis import strategies as st

from stvos.catalogue.records import ClassRecord
from stvos.catalogue_search.both_kinds import BothKinds
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import Page
from tests.unit.content.catalogue_samples import (
    CATALOGUES,
    FILTERS,
    NOW,
    SORTS,
    TEXTS,
    index_of,
)


def both(records: list[ClassRecord]) -> BothKinds:
    recorded = [record for record in records if not record.is_live]
    live = [record for record in records if record.is_live]
    return BothKinds(index_of(*recorded), index_of(*live))


def shown(page: Page) -> tuple[list[int], int]:
    return [listed.id for listed in page.items], page.total


@given(CATALOGUES, FILTERS, SORTS, st.integers(1, 4), st.integers(1, 5))
def test_any_page_of_any_list(
    records: list[ClassRecord], wanted: Filter, sort: Sort, page: int, limit: int
) -> None:
    ask = {"page": page, "limit": limit, "now": NOW}

    expected = index_of(*records).browse(wanted, sort, **ask)  # type: ignore[arg-type]

    assert shown(both(records).browse(wanted, sort, **ask)) == shown(expected)  # type: ignore[arg-type]


@given(CATALOGUES, TEXTS, FILTERS, st.integers(1, 4))
def test_all_pages_of_a_search_find_each_class_once(
    records: list[ClassRecord], text: str, wanted: Filter, limit: int
) -> None:
    together = index_of(*records).search(text, wanted, page=1, limit=100, now=NOW)

    pages = [both(records).search(text, wanted, page=n, limit=limit, now=NOW) for n in range(1, 14)]

    found = [listed.id for page in pages for listed in page.items]
    assert len(found) == len(set(found)) == pages[0].total
    assert {listed.id for listed in together.items} <= set(found)

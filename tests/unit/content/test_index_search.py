"""What the catalogue search finds, and in which order."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.catalogue.records import ClassRecord
from stvos.catalogue_search.filters import Filter
from stvos.catalogue_search.index import CatalogueIndex
from tests.unit.content.catalogue_samples import (
    CATALOGUES,
    FILTERS,
    NOW,
    index_of,
    passes,
    sample,
    typos_needed,
)

TYPED = (
    "yoga yog pilates pilatés pilaets pilats boxing boxer boxers core cores cor flow powr powers "
    "strenght kraftig kräftg a an b zoe andersson marke lukasz cafe kraft zzz"
)
QUERY_WORDS = st.sampled_from(TYPED.split(" "))
QUERIES = st.lists(QUERY_WORDS, min_size=1, max_size=3).map(" ".join)


def found(index: CatalogueIndex, text: str, wanted: Filter | None = None) -> list[int]:
    page = index.search(text, wanted or Filter(), page=1, limit=100, now=NOW)
    assert page.total == len(page.items)
    return [item.id for item in page.items]


@given(CATALOGUES, QUERIES, FILTERS)
def test_search_finds_exactly_the_classes_that_have_every_word(
    classes: list[ClassRecord], text: str, wanted: Filter
) -> None:
    expected = {
        record.id
        for record in classes
        if passes(record, wanted) and typos_needed(record, text) is not None
    }
    assert set(found(index_of(*classes), text, wanted)) == expected


@given(CATALOGUES, QUERIES)
def test_classes_with_the_words_as_typed_come_before_those_that_need_a_typo_forgiven(
    classes: list[ClassRecord], text: str
) -> None:
    by_id = {record.id: record for record in classes}
    typos = [
        typos_needed(by_id[class_id], text) or 0 for class_id in found(index_of(*classes), text)
    ]
    assert typos == sorted(typos)


@given(CATALOGUES, QUERIES, st.integers(1, 4))
def test_the_pages_of_a_search_make_up_the_whole(
    classes: list[ClassRecord], text: str, limit: int
) -> None:
    index = index_of(*classes)
    whole = found(index, text)
    pages = [
        index.search(text, Filter(), page=page, limit=limit, now=NOW)
        for page in range(1, len(whole) // limit + 2)
    ]
    assert [item.id for page in pages for item in page.items] == whole
    assert {page.total for page in pages} == {len(whole)}


@pytest.mark.parametrize(
    "typed",
    ["pilates", "Pilatés", "PILATES", "pil", "pilats", "pilattes", "pilotes", "pialtes", "iplates"],
)
@pytest.mark.parametrize("written", ["Pilates", "Pilatés"])
def test_prefixes_typos_and_accents_find_the_class(written: str, typed: str) -> None:
    assert found(index_of(sample(1, name=written), sample(2)), typed) == [1]


@pytest.mark.parametrize("typed", ["pilts", "iplatse", "pilatesss", "ilates x", "tabta"])
def test_more_than_one_typo_finds_nothing(typed: str) -> None:
    assert found(index_of(sample(1, name="Pilates")), typed) == []


@pytest.mark.parametrize(
    ("written", "typed"),
    [("Power", "powr"), ("Power", "powar"), ("Barre", "bare"), ("Yoga", "yogaa")],
)
def test_five_letters_are_enough_for_a_typo_typed_or_meant(written: str, typed: str) -> None:
    assert found(index_of(sample(1, name=written, category_id=13)), typed) == [1]


def test_a_short_word_must_be_spelled_right() -> None:
    index = index_of(sample(1, name="Core", category_id=13))
    assert [found(index, typed) for typed in ("core", "croe", "cire", "cor")] == [[1], [], [], [1]]


@pytest.mark.parametrize(
    "where",
    [
        {"name": "Tabata"},
        {"description": "with tabata inside"},
        {"tags": ("hiit", "tabata")},
        {"trainer_id": 22, "tags": ("x",)},
        {"category_id": 13, "tags": ("x",)},
    ],
)
def test_every_field_is_searched(where: dict[str, object]) -> None:
    index = index_of(sample(1), sample(2, **where))
    word = {"trainer_id": "lukasz", "category_id": "cafe"}.get(next(iter(where)), "tabata")
    assert found(index, word) == [2]


def test_a_word_in_the_name_counts_more_than_in_tags_and_there_more_than_in_the_description() -> (
    None
):
    index = index_of(
        sample(1, name="Evening", description="tabata"),
        sample(2, name="Evening", tags=("tabata",)),
        sample(3, name="Tabata"),
    )
    assert found(index, "tabata") == [3, 2, 1]


def test_a_whole_word_counts_more_than_a_beginning() -> None:
    assert found(index_of(sample(1, name="Yoga"), sample(2, name="Yogalates")), "yoga") == [1, 2]


def test_a_word_as_typed_in_the_description_comes_before_a_similar_one_in_the_name() -> None:
    index = index_of(sample(1, description="for the boxer in you"), sample(2, name="Boxes"))
    assert found(index, "boxer") == [1, 2]


def test_of_equals_the_newest_comes_first() -> None:
    older, newer = sample(1, published_at=NOW - timedelta(days=2)), sample(2, published_at=NOW)
    assert found(index_of(older, newer), "morning") == [2, 1]


def test_a_scheduled_class_is_not_found() -> None:
    assert found(index_of(sample(1, published_at=NOW + timedelta(seconds=1))), "morning") == []


@pytest.mark.parametrize("text", ["", " ", "'", '"', "*", "\0", "- -", "🧘", "%_", "()", "\ud800"])
def test_a_search_without_a_word_finds_nothing(text: str) -> None:
    assert found(index_of(sample(1)), text) == []


@pytest.mark.parametrize(
    "text",
    ['"morning"', "morning*", "name:morning", "NOT morning", "morning AND flow", "-morning"],
)
def test_operators_are_ordinary_text(text: str) -> None:
    index = index_of(sample(1, description="name not and"))
    assert found(index, text) == [1]


@given(st.text(st.characters(codec=None), max_size=100))
def test_no_text_raises(text: str) -> None:
    found(_INDEX, text)


def test_frequent_beginnings_find_and_rank_as_rare_ones_do() -> None:
    """Past some size, beginnings have merged lists; the answers must not show it."""
    names = ("Spin", "St", "Step", "Strength", "Stretch", "Flow")
    classes = [sample(n, name=names[n % 6]) for n in range(6 * 1700)]
    index = index_of(*classes)
    for typed in ("s", "st", "str", "stre", "strength"):
        page = index.search(typed, Filter(), page=1, limit=20_000, now=NOW)
        assert {item.id for item in page.items} == {
            record.id for record in classes if typos_needed(record, typed) is not None
        }
    page = index.search("st", Filter(), page=1, limit=1701, now=NOW)
    assert [item.record.name for item in page.items].count("St") == 1700
    assert page.items[1700].record.name != "St"


_INDEX = index_of(sample(1), sample(2, name="Pilatés, sculpt & tone 2"))

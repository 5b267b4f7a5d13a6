"""Small catalogues for the index tests, and what a straightforward program would answer."""

import unicodedata
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from stvos.catalogue.records import Catalogue, CategoryRecord, ClassRecord, TrainerRecord
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import CatalogueIndex

NOW = datetime(2026, 5, 4, 12, 30, tzinfo=UTC)

CATEGORIES = (
    CategoryRecord(11, "Yoga", "https://img.example/yoga.jpg", 2),
    CategoryRecord(12, "Kraft & Ausdauer", None, 1),
    CategoryRecord(13, "Café Stretch", None, 3),
)
TRAINERS = (
    TrainerRecord(21, "Zoë Andersson", "https://img.example/zoe.jpg"),
    TrainerRecord(22, "Marek Łukasz"),
)
EXAMPLE = ClassRecord(
    id=1,
    name="Morning Flow",
    trainer_id=21,
    category_id=11,
    duration=30,
    intensity="low",
    published_at=NOW - timedelta(days=30),
)


def sample(class_id: int, **changes: object) -> ClassRecord:
    return replace(EXAMPLE, id=class_id, **changes)  # type: ignore[arg-type]


def catalogue_of(*classes: ClassRecord) -> Catalogue:
    return Catalogue(classes, CATEGORIES, TRAINERS)


def index_of(*classes: ClassRecord) -> CatalogueIndex:
    return CatalogueIndex.open(CatalogueIndex.build(catalogue_of(*classes)))


VOCABULARY = (
    "yoga Pilates pilatés boxing boxer core cores Flow power powers strength Kräftig a an b"
)
WORDS = st.sampled_from(VOCABULARY.split(" "))
TEXTS = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
CLASSES = st.builds(
    ClassRecord,
    id=st.integers(1, 2**53 - 1),
    name=TEXTS,
    trainer_id=st.sampled_from([21, 22]),
    category_id=st.sampled_from([11, 12, 13]),
    duration=st.sampled_from([10, 20, 30]),
    intensity=st.sampled_from(["low", "medium", "high"]),
    published_at=st.integers(-9, 3).map(lambda days: NOW + timedelta(days=days)),
    description=TEXTS,
    is_live=st.booleans(),
    featured=st.booleans(),
    plays=st.integers(0, 3),
    equipment=st.lists(st.sampled_from(["Mat", "band", "Brücke"]), unique=True).map(tuple),
    tags=st.lists(WORDS, max_size=2).map(tuple),
)
CATALOGUES = st.lists(CLASSES, max_size=12, unique_by=lambda record: record.id)
FILTERS = st.builds(
    Filter,
    category=st.none() | st.sampled_from(["yoga", "11", "cafe stretch", "KRAFT & AUSDAUER", "no"]),
    trainer_id=st.none() | st.sampled_from([21, 22, 23]),
    intensity=st.none() | st.sampled_from(["low", "high"]),
    min_duration=st.none() | st.sampled_from([10, 15, 30]),
    max_duration=st.none() | st.sampled_from([10, 25]),
    is_live=st.none() | st.booleans(),
    equipment=st.sampled_from([(), (), ("mat",), ("brucke",), ("Mat", "BAND")]),
)
SORTS = st.builds(Sort, st.sampled_from(["newest", "popular", "duration", "name"]), st.booleans())


def plain(text: str) -> str:
    """Folding as far as these catalogues need it, made apart from the program's."""
    pieces = unicodedata.normalize("NFD", text.replace("Ł", "l").replace("ł", "l"))
    return "".join(c for c in pieces if unicodedata.category(c) != "Mn").lower()


def passes(record: ClassRecord, wanted: Filter) -> bool:
    """Whether the class is published and is what the filter asks for."""
    (category,) = (c for c in CATEGORIES if c.id == record.category_id)
    used = {plain(thing) for thing in record.equipment}
    is_of_category = (
        wanted.category is None
        or wanted.category == str(category.id)
        or plain(wanted.category) == plain(category.name)
    )
    return (
        is_of_category
        and record.published_at <= NOW
        and wanted.trainer_id in (None, record.trainer_id)
        and wanted.intensity in (None, record.intensity)
        and (wanted.min_duration is None or record.duration >= wanted.min_duration)
        and (wanted.max_duration is None or record.duration <= wanted.max_duration)
        and wanted.is_live in (None, record.is_live)
        and used >= {plain(thing) for thing in wanted.equipment}
    )


def in_order(records: list[ClassRecord], sort: Sort) -> list[ClassRecord]:
    newest_first = sorted(records, key=lambda r: (r.published_at, r.id), reverse=True)
    ordered = {
        "newest": newest_first,
        "popular": sorted(newest_first, key=lambda r: -r.plays),
        "duration": sorted(newest_first, key=lambda r: r.duration),
        "name": sorted(newest_first, key=lambda r: plain(r.name)),
    }[sort.key]
    return ordered[::-1] if sort.is_reversed else ordered


def searchable(record: ClassRecord) -> set[str]:
    (category,) = (c for c in CATEGORIES if c.id == record.category_id)
    (trainer,) = (t for t in TRAINERS if t.id == record.trainer_id)
    texts = [record.name, record.description, *record.tags, trainer.name, category.name]
    return set(plain(" ".join(texts)).replace("&", " ").split())


def distance(a: str, b: str) -> int:
    """Damerau's distance (adjacent swaps count once), by the textbook table."""
    rows = [
        [max(i, j) if not min(i, j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)
    ]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(
                rows[i - 1][j] + 1,
                rows[i][j - 1] + 1,
                rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]),
            )
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[len(a)][len(b)]


def typos_needed(record: ClassRecord, query: str) -> int | None:
    """How many words of the query this class has only by a typo; None if it lacks one."""
    typos = 0
    for typed in plain(query).split():
        words = searchable(record)
        if any(word.startswith(typed) for word in words):
            continue
        if not any(max(len(typed), len(w)) >= 5 and distance(typed, w) == 1 for w in words):
            return None
        typos += 1
    return typos

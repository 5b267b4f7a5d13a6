"""Benchmark of the catalogue index over 10,000 made-up classes: `python -m local.bench search`."""

import gzip
import itertools
import random
import sqlite3
import string
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial

from local.bench.page import Section, marked, table
from stvos.catalogue.records import Catalogue, CategoryRecord, ClassRecord, TrainerRecord
from stvos.catalogue_search.filters import Filter, Sort
from stvos.catalogue_search.index import CatalogueIndex

CLASSES = 10_000
P50_TARGET, P99_TARGET = 10.0, 30.0
TARGETED = {"search", "search, filtered"}
WORDS = 20_000
QUERIES = 2_000
NOW = datetime(2026, 6, 1, tzinfo=UTC)
TRADE = (
    "yoga pilates boxing cardio strength stretching mobility breathing meditation power core barre "
    "cycling running dance kickboxing tabata balance recovery flow sculpt tone burn express intro "
    "beginner advanced morning evening upper lower body full glutes legs arms abs back shoulders "
    "hips spine posture vinyasa hatha dumbbell kettlebell band restorative prenatal seniors lunch"
)
EQUIPMENT = ("mat", "band", "dumbbell", "kettlebell", "bench", "block")


@dataclass(frozen=True)
class Language:
    """Words of which the n-th most frequent is used 1/n as often as the first (Zipf)."""

    words: list[str]
    cumulated: list[float]

    @classmethod
    def made_up(cls, chance: random.Random) -> "Language":
        syllables = [c + v for c in "bcdfghklmnprstvw" for v in "aeiou"]
        syllables += ["in", "on", "er", "st", "tra", "ing", "ed", "ly", "tion", "ment", "al", "ic"]
        words = dict.fromkeys(TRADE.split())
        while len(words) < WORDS:
            words["".join(chance.choices(syllables, k=chance.choice((1, 2, 2, 3, 3, 4))))] = None
        frequent, rare = list(words)[:200], list(words)[200:]
        chance.shuffle(frequent)
        weights = (1 / (place + 2) for place in range(WORDS))
        return cls(frequent + rare, list(itertools.accumulate(weights)))

    def some(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.cumulated, k=count)


def made_up_catalogue(chance: random.Random, language: Language) -> Catalogue:
    """A large brand's catalogue: 35 words of description, 30 % premium, a few scheduled."""
    names = TRADE.split()
    categories = [
        CategoryRecord(n, word.title(), f"https://cdn.example/c/{n}.jpg", n)
        for n, word in enumerate(chance.sample(names, 12), 1)
    ]
    trainers = [
        TrainerRecord(n, " ".join(chance.choices(language.words[300:], k=2)).title())
        for n in range(1, 101)
    ]
    classes = [
        ClassRecord(
            id=1_700_000_000_000 + 37 * n,
            name=" ".join(
                chance.choices(names, k=2) + language.some(chance, chance.randint(0, 3))
            ).title(),
            trainer_id=chance.choice(trainers).id,
            category_id=chance.choice(categories).id,
            duration=chance.choice((10, 15, 20, 30, 45, 60)),
            intensity=chance.choice(("low", "medium", "high")),
            published_at=NOW + timedelta(days=7) - timedelta(hours=3 * n + chance.random()),
            description=" ".join(language.some(chance, chance.randint(10, 60))),
            thumbnail_url=f"https://cdn.example/t/{chance.getrandbits(64):x}.jpg",
            is_premium=chance.random() < 0.3,
            featured=chance.random() < 0.01,
            plays=int(chance.paretovariate(0.8)),
            equipment=tuple(chance.sample(EQUIPMENT, chance.randint(0, 3))),
            tags=tuple(chance.sample(names, chance.randint(2, 5))),
        )
        for n in range(CLASSES)
    ]
    return Catalogue(tuple(classes), tuple(categories), tuple(trainers))


def made_up_queries(chance: random.Random, language: Language) -> list[str]:
    """One to three words each; 30 % of the words half typed, a quarter of the rest mistyped."""
    return [
        " ".join(
            _as_typed(chance, word)
            for word in language.some(chance, chance.choice((1, 1, 2, 2, 3)))
        )
        for _ in range(QUERIES)
    ]


def _as_typed(chance: random.Random, word: str) -> str:
    if chance.random() < 0.3:
        return word[: chance.randint(1, len(word))]
    if len(word) < 5 or chance.random() > 0.25:
        return word
    at, letter = chance.randrange(len(word) - 1), chance.choice(string.ascii_lowercase)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + letter + word[at:],
            word[:at] + letter + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def milliseconds[T](call: Callable[[], T]) -> tuple[T, float]:
    """Processor time: nothing here waits for anything."""
    start = time.process_time()
    answer = call()
    return answer, (time.process_time() - start) * 1000


@dataclass(frozen=True)
class Timing:
    """How long the calls of one kind took."""

    name: str
    p50: float
    p99: float
    most: float


def timed[T](name: str, call: Callable[[T], object], inputs: Iterable[T]) -> Timing:
    taken = sorted(milliseconds(partial(call, given))[1] for given in inputs)
    return Timing(name, taken[len(taken) // 2], taken[len(taken) * 99 // 100], taken[-1])


def run() -> list[Section]:
    """Time every kind of question that the catalogue answers."""
    chance = random.Random(20261123)  # noqa: S311
    language = Language.made_up(chance)
    catalogue = made_up_catalogue(chance, language)
    queries = made_up_queries(chance, language)
    packed, build_ms = milliseconds(lambda: CatalogueIndex.build(catalogue))
    raw = gzip.decompress(packed)
    index, open_ms = milliseconds(lambda: CatalogueIndex.open(packed))
    floor = timed("floor: one row by its number", _row_of(raw), range(QUERIES))
    timings = [floor, *_timings(index, catalogue, queries, chance)]
    rows = [
        (
            timing.name,
            marked(timing.p50, P50_TARGET if timing.name in TARGETED else None, "{:.3f}"),
            marked(timing.p99, P99_TARGET if timing.name in TARGETED else None, "{:.3f}"),
            f"{timing.most:.3f}",
            f"{timing.p50 / floor.p50:.0f}",
        )
        for timing in timings
    ]
    text = f"""
Target: p50 at most {P50_TARGET:.0f} ms and p99 at most {P99_TARGET:.0f} ms for a search over
{CLASSES:,} classes. {QUERIES:,} queries of one to three words, 30 % of the words half typed, a
quarter of the rest mistyped. SQLite {sqlite3.sqlite_version}. Building the index takes
{build_ms:.0f} ms ({len(packed) / 1e6:.1f} MB stored, {len(raw) / 1e6:.1f} MB in memory), opening
it {open_ms:.0f} ms, once in a process. Processor time.

{table(("question", "p50 ms", "p99 ms", "most ms", "× floor"), rows)}
"""
    return [Section("Search and browse", "search", text)]


def _row_of(raw: bytes) -> Callable[[int], object]:
    bare = sqlite3.connect(":memory:")
    bare.deserialize(raw)
    one_row = "SELECT packed FROM record WHERE number = ?"
    return lambda number: bare.execute(one_row, (number,)).fetchone()


def _timings(
    index: CatalogueIndex, catalogue: Catalogue, queries: list[str], chance: random.Random
) -> Iterator[Timing]:
    def search(wanted: Filter) -> Callable[[str], object]:
        return lambda text: index.search(text, wanted, page=1, limit=20, now=NOW)

    def browse(wanted: Filter, sort: Sort) -> Callable[[int], object]:
        return lambda page: index.browse(wanted, sort, page=page, limit=20, now=NOW)

    all_letters = " ".join(string.ascii_lowercase + string.digits)
    mats = Filter(intensity="low", equipment=("mat",))
    narrow = Filter(category="yoga", min_duration=20, equipment=("mat",))
    ids = [record.id for record in chance.choices(catalogue.classes, k=500)]
    yield timed("search", search(Filter()), queries)
    yield timed("search, filtered", search(mats), queries)
    yield timed("search, one letter", search(Filter()), list(string.ascii_lowercase) * 4)
    yield timed("search, 36 one-letter words", search(Filter()), [all_letters] * 50)
    for sort in ("newest", "popular", "duration", "name"):
        yield timed(f"browse, {sort}", browse(Filter(), Sort(sort)), range(1, 501))
    yield timed("browse, filtered", browse(narrow, Sort("popular")), range(1, 101))
    yield timed("class by id", lambda i: index.by_ids([i], now=NOW), ids)
    yield timed("six related classes", lambda i: index.related(i, 6, now=NOW), ids)
    yield timed("categories", lambda _: index.categories(now=NOW), range(500))

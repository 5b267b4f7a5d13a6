"""Which class has which word, and how much the word says about it (BM25F without the rarity).

The weight of a word in a class is that of Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond" (2009), section 3.5: occurrences are summed over the fields with the
field's weight and its length taken into account, then saturated. How rare the word is comes in
when searching, for there it is known how many classes a half-typed word stands for.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

from stvos.content.records import ListedClass
from stvos.content.words import Vocabulary, words_of

FULL = 255
"""The weight of a word that could not say more, since a weight is kept in one byte."""
UNFINISHED = 0.5
"""What a word counts for that was only begun, against one typed to its end."""
MERGE_FROM = 8192
"""The beginnings that stand for more postings than this get a merged list of their own."""

_FIELD_WEIGHTS = (10.0, 5.0, 5.0, 5.0, 1.0)
_SATURATION = 4.0
_LENGTH_MATTERS = 0.5
_WEAKER = bytes(max(1, int(weight * UNFINISHED)) for weight in range(FULL + 1))

Postings = dict[int, int]
"""Class number to weight, for one word."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The same while a snapshot is built: class numbers, rising, and their weights."""

    numbers: array[int] = field(default_factory=lambda: array("I"))
    weights: bytearray = field(default_factory=bytearray)

    def pack(self) -> tuple[bytes, bytes]:
        """As the snapshot keeps them; two bytes do for the numbers of most catalogues."""
        small = self.numbers[-1] < 1 << 16
        return (array("H", self.numbers) if small else self.numbers).tobytes(), bytes(self.weights)


def fields_of(listed: ListedClass) -> tuple[str, ...]:
    """What the search looks at, in the order of the fields' weights."""
    return (
        listed.record.name,
        "\n".join(listed.record.tags),
        listed.trainer.name,
        listed.category.name,
        listed.record.description,
    )


def weigh(classes: Sequence[ListedClass]) -> dict[str, Entries]:
    """For each word the classes that have it, by their place in `classes`."""
    split = cache(words_of)  # the same names of trainers and categories come over and over
    texts = [[split(text) for text in fields_of(listed)] for listed in classes]
    usual = [max(1.0, sum(map(len, column)) / len(texts)) for column in zip(*texts, strict=True)]
    found: dict[str, Entries] = defaultdict(Entries)
    for number, fields in enumerate(texts):
        sums: dict[str, float] = {}
        for words, length, weight in zip(fields, usual, _FIELD_WEIGHTS, strict=True):
            share = weight / (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * len(words) / length)
            for word in words:
                sums[word] = sums.get(word, 0.0) + share
        for word, total in sums.items():
            entries = found[word]
            entries.numbers.append(number)
            entries.weights.append(int(FULL * total / (total + _SATURATION)) or 1)
    return found


def merged_beginnings(
    found: dict[str, Entries], vocabulary: Vocabulary, classes: int
) -> Iterator[tuple[str, Entries]]:
    """The lists for beginnings so frequent that merging them while searching would take long."""
    sizes: Counter[str] = Counter()
    for word in vocabulary:
        size = len(found[word].numbers)
        for end in range(1, len(word) + 1):
            sizes[word[:end]] += size
    words = list(vocabulary)
    for start in sorted(start for start, size in sizes.items() if size > MERGE_FROM):
        completions = vocabulary.completions(start)
        if len(completions) > 1:
            best = bytearray(classes)
            for word in map(words.__getitem__, completions):
                entries = found[word]
                weights = entries.weights if word == start else entries.weights.translate(_WEAKER)
                for number, weight in zip(entries.numbers, weights, strict=True):
                    if weight > best[number]:
                        best[number] = weight
            numbers = array("I", [number for number, weight in enumerate(best) if weight])
            yield start, Entries(numbers, best.translate(None, b"\0"))


def unpack(numbers: bytes, weights: bytes) -> Postings:
    size = "H" if len(numbers) == 2 * len(weights) else "I"
    return dict(zip(array(size, numbers), weights, strict=True))


def unpack_unfinished(numbers: bytes, weights: bytes) -> Postings:
    """The list of a word of which only the beginning was typed."""
    return unpack(numbers, weights.translate(_WEAKER))


def merge(lists: Iterable[Postings]) -> Postings:
    """One list for several words: each class with its best weight."""
    best: Postings = {}
    for postings in lists:
        if not best:
            best = postings
            continue
        known = best.get
        for number, weight in postings.items():
            if weight > known(number, 0):
                best[number] = weight
    return best

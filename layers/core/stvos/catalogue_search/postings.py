"""Which class has which word, and how much the word says about it (BM25F without the rarity).

The weight of a word in a class is that of Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond" (2009), section 3.5: occurrences are summed over the fields with the
field's weight and its length taken into account, then saturated. How rare the word is comes in
when searching, for there it is known how many classes a half-typed word stands for.

What length is usual is fixed here, where BM25F takes the catalogue's own average: so a weight
follows from its class alone, and a changed class leaves all the others' weights as they were.
"""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Self

from stvos.catalogue.records import ListedClass
from stvos.text import Vocabulary, words_of

FULL = 255
"""The weight of a word that could not say more, since a weight is kept in one byte."""
UNFINISHED = 0.5
"""What a word counts for that was only begun, against one typed to its end."""
MERGE_FROM = 8192
"""The beginnings that stand for more postings than this get a merged list of their own."""

# Of the fields in the order of `fields_of`: name, tags, trainer, category, description.
_FIELD_WEIGHTS = (10.0, 5.0, 5.0, 5.0, 1.0)
_USUAL_LENGTHS = (4.0, 4.0, 2.0, 1.0, 35.0)
_SATURATION = 4.0
_LENGTH_MATTERS = 0.5
_WEAKER = bytes(max(1, int(weight * UNFINISHED)) for weight in range(FULL + 1))

Postings = dict[int, int]
"""Class number to weight, for one word."""


@dataclass(frozen=True, slots=True)
class Entries:
    """The same while a snapshot is made: class numbers, rising, and their weights."""

    numbers: array[int] = field(default_factory=lambda: array("I"))
    weights: bytearray = field(default_factory=bytearray)

    @classmethod
    def of(cls, numbers: bytes, weights: bytes) -> Self:
        """As they were packed."""
        return cls(array("I", _numbers(numbers, weights)), bytearray(weights))

    def pack(self) -> tuple[bytes, bytes]:
        """As the snapshot keeps them; two bytes do for the numbers of most catalogues."""
        small = self.numbers[-1] < 1 << 16
        return (array("H", self.numbers) if small else self.numbers).tobytes(), bytes(self.weights)

    def put(self, number: int, weight: int) -> None:
        """What a class weighs here from now on; 0 takes it off the list."""
        at = bisect_left(self.numbers, number)
        if at < len(self.numbers) and self.numbers[at] == number:
            if weight:
                self.weights[at] = weight
            else:
                del self.numbers[at], self.weights[at]
        elif weight:
            self.numbers.insert(at, number)
            self.weights.insert(at, weight)


def fields_of(listed: ListedClass) -> tuple[str, ...]:
    """What the search looks at, in the order of the fields' weights."""
    return (
        listed.record.name,
        "\n".join(listed.record.tags),
        listed.trainer.name,
        listed.category.name,
        listed.record.description,
    )


def weights_of(listed: ListedClass, split: Callable[[str], list[str]] = words_of) -> dict[str, int]:
    """The words of one class, with what each says about it."""
    sums: dict[str, float] = {}
    for text, usual, weight in zip(fields_of(listed), _USUAL_LENGTHS, _FIELD_WEIGHTS, strict=True):
        words = split(text)
        share = weight / (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * len(words) / usual)
        for word in words:
            sums[word] = sums.get(word, 0.0) + share
    return {word: int(FULL * total / (total + _SATURATION)) or 1 for word, total in sums.items()}


def weigh(classes: Sequence[ListedClass]) -> dict[str, Entries]:
    """For each word the classes that have it, by their place in `classes`."""
    split = cache(words_of)  # the same names of trainers and categories come over and over
    entries_of: dict[str, Entries] = defaultdict(Entries)
    for number, listed in enumerate(classes):
        for word, weight in weights_of(listed, split).items():
            entries = entries_of[word]
            entries.numbers.append(number)
            entries.weights.append(weight)
    return entries_of


def merged_beginnings(
    entries_of: dict[str, Entries], vocabulary: Vocabulary
) -> Iterator[tuple[str, Entries]]:
    """The lists for beginnings so frequent that merging them while searching would take long."""
    sizes: Counter[str] = Counter()
    for word in vocabulary:
        size = len(entries_of[word].numbers)
        for end in range(1, len(word) + 1):
            sizes[word[:end]] += size
    for start in sorted(start for start, size in sizes.items() if size > MERGE_FROM):
        completions = vocabulary.completions(start)
        if len(completions) > 1:
            yield start, merged(start, ((word, entries_of[word]) for word in completions))


def merged(start: str, lists: Iterable[tuple[str, Entries]]) -> Entries:
    """One list for all the words that begin with `start`: each class with its best weight."""
    best = bytearray()
    for word, entries in lists:
        best.extend(bytes(max(0, entries.numbers[-1] + 1 - len(best))))
        weights = entries.weights if word == start else entries.weights.translate(_WEAKER)
        for number, weight in zip(entries.numbers, weights, strict=True):
            if weight > best[number]:
                best[number] = weight
    numbers = array("I", [number for number, weight in enumerate(best) if weight])
    return Entries(numbers, best.translate(None, b"\0"))


def weight_in_merged(start: str, weights: Mapping[str, int]) -> int:
    """What a class weighs in the merged list of `start`, by the weights of its words."""
    return max(
        (
            weight if word == start else _WEAKER[weight]
            for word, weight in weights.items()
            if word.startswith(start)
        ),
        default=0,
    )


def unpack(numbers: bytes, weights: bytes) -> Postings:
    return dict(zip(_numbers(numbers, weights), weights, strict=True))


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


def _numbers(packed: bytes, weights: bytes) -> array[int]:
    return array("H" if len(packed) == 2 * len(weights) else "I", packed)

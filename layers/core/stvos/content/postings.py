"""Which class has which word, and how much the word says about it (BM25F without the rarity).

The weight of a word in a class is that of Robertson and Zaragoza, "The Probabilistic Relevance
Framework: BM25 and Beyond" (2009), section 3.5: occurrences are summed over the fields with the
field's weight and its length taken into account, then saturated. How rare the word is comes in
when searching, for there it is known how many classes a half-typed word stands for.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from stvos.content.records import ListedClass
from stvos.content.words import Vocabulary, words_of

FULL = 255
"""The weight of a word that could not say more, since a weight is kept in one byte."""
UNFINISHED = 0.5
"""What a word counts for that was only begun, against one typed to its end."""
MERGE_FROM = 2048
"""The beginnings that stand for more postings than this get a merged list of their own."""

_FIELD_WEIGHTS = (10.0, 5.0, 5.0, 5.0, 1.0)
_SATURATION = 4.0
_LENGTH_MATTERS = 0.5

Postings = dict[int, int]
"""Class number to weight, for one word."""


def fields_of(listed: ListedClass) -> tuple[str, ...]:
    """What the search looks at, in the order of the fields' weights."""
    return (
        listed.record.name,
        "\n".join(listed.record.tags),
        listed.trainer.name,
        listed.category.name,
        listed.record.description,
    )


def weigh(classes: Sequence[ListedClass]) -> dict[str, Postings]:
    """For each word the classes that have it, by their place in `classes`."""
    split = cache(words_of)  # the same names of trainers and categories come over and over
    texts = [[split(field) for field in fields_of(listed)] for listed in classes]
    usual = [max(1.0, sum(map(len, column)) / len(texts)) for column in zip(*texts, strict=True)]
    postings: dict[str, Postings] = defaultdict(dict)
    for number, fields in enumerate(texts):
        sums: dict[str, float] = {}
        for words, length, weight in zip(fields, usual, _FIELD_WEIGHTS, strict=True):
            share = weight / (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * len(words) / length)
            for word in words:
                sums[word] = sums.get(word, 0.0) + share
        for word, total in sums.items():
            postings[word][number] = max(1, int(FULL * total / (total + _SATURATION)))
    return postings


def merged_beginnings(
    postings: dict[str, Postings], vocabulary: Vocabulary
) -> Iterator[tuple[str, Postings]]:
    """The lists for beginnings so frequent that merging them while searching would take long."""
    sizes: Counter[str] = Counter()
    for word in vocabulary:
        for end in range(1, len(word) + 1):
            sizes[word[:end]] += len(postings[word])
    words = list(vocabulary)
    for start in sorted(start for start, size in sizes.items() if size > MERGE_FROM):
        completions = vocabulary.completions(start)
        if len(completions) > 1:
            yield (
                start,
                merge(
                    (weaken(postings[words[n]]) if words[n] != start else postings[start])
                    for n in completions
                ),
            )


def merge(lists: Iterable[Postings]) -> Postings:
    """One list for several words: each class with its best weight."""
    best: Postings = {}
    for postings in lists:
        if not best:
            best = dict(postings)
            continue
        known = best.get
        for number, weight in postings.items():
            if weight > known(number, 0):
                best[number] = weight
    return best


def weaken(postings: Postings) -> Postings:
    """The list of a word of which only the beginning was typed."""
    return dict(zip(postings, map(_UNFINISHED_WEIGHTS.__getitem__, postings.values()), strict=True))


_UNFINISHED_WEIGHTS = bytes(max(1, int(weight * UNFINISHED)) for weight in range(FULL + 1))


def pack(postings: Postings) -> tuple[bytes, bytes]:
    """The classes and their weights, as the snapshot keeps them."""
    numbers = sorted(postings)
    size = "H" if numbers[-1] < 1 << 16 else "I"
    return array(size, numbers).tobytes(), bytes(map(postings.__getitem__, numbers))


def unpack(numbers: bytes, weights: bytes) -> Postings:
    size = "H" if len(numbers) == 2 * len(weights) else "I"
    return dict(zip(array(size, numbers), weights, strict=True))

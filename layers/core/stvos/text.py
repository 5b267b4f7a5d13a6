"""Words as the search compares them: folded, split, and at most one typo apart."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Iterator

TYPO_LENGTH = 5
"""From this length a word may be mistyped: the catalogue's word or the one typed."""

_LAST = "\U0010ffff"
_WORD = re.compile(r"[^\W_]+(?:['’ʼ-][^\W_]+)*")
_PART = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile("['’ʼ]")
# Letters that Unicode does not take apart into a base letter and a mark.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ı": "i", "ŧ": "t"}
    | {"æ": "ae", "œ": "oe", "þ": "th"}
)


def fold(text: str) -> str:
    """The text without case, accents and ligatures: `Pilatés` and `PILATES` become `pilates`."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(c for c in plain if not unicodedata.combining(c)).translate(_UNDECOMPOSED)
    return bare.encode(errors="ignore").decode()  # without halves of surrogate pairs


def words_of(text: str) -> list[str]:
    """The words of a text to be found, compound ones whole and in parts.

    `women's` is found as `womens` and `women`, `pre-natal` as `prenatal` and `natal`.
    """
    words = _WORD.findall(fold(text))
    for compound in [word for word in words if not word.isalnum()]:
        words.remove(compound)
        spoken = _APOSTROPHE.sub("", compound)
        parts = (*_PART.findall(compound), *_PART.findall(spoken), spoken.replace("-", ""))
        words.extend(dict.fromkeys(parts))
    return words


def query_words(text: str) -> list[str]:
    """The different words of a search, in their order; all of them must match."""
    return list(dict.fromkeys(_PART.findall(_APOSTROPHE.sub("", fold(text)))))


def one_typo_apart(a: str, b: str) -> bool:
    """Whether one letter inserted, deleted or replaced, or two swapped, makes the one the other."""
    if len(a) > len(b):
        a, b = b, a
    if len(b) - len(a) > 1 or a == b:
        return False
    same = 0
    while same < len(a) and a[same] == b[same]:
        same += 1
    if len(a) < len(b):
        return a[same:] == b[same + 1 :]
    if a[same + 1 :] == b[same + 1 :]:
        return True
    swapped = a[same + 1 : same + 2] + a[same]
    return b[same : same + 2] == swapped and a[same + 2 :] == b[same + 2 :]


def may_be_mistyped(typed: str, word: str) -> bool:
    """Whether `word` could be meant by `typed`, which is neither it nor its beginning."""
    return (
        max(len(typed), len(word)) >= TYPO_LENGTH
        and not word.startswith(typed)
        and one_typo_apart(typed, word)
    )


class Vocabulary:
    """The different words of a catalogue, in order and, read from their ends, in order."""

    def __init__(self, ordered: list[str], backwards: list[str]) -> None:
        """`backwards` is the same words, each read from its end, in order."""
        self._words = ordered
        self._backwards = backwards

    @classmethod
    def of(cls, words: Iterable[str]) -> "Vocabulary":
        ordered = sorted(set(words))
        return cls(ordered, sorted(word[::-1] for word in ordered))

    @classmethod
    def load(cls, packed: str) -> "Vocabulary":
        forwards, _, backwards = packed.partition("\n\n")
        return cls(forwards.split("\n"), backwards.split("\n")) if packed else cls([], [])

    def pack(self) -> str:
        """Both orders as one text, for a word holds no line break."""
        return "\n".join([*self._words, "", *self._backwards]) if self._words else ""

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def completions(self, typed: str) -> list[str]:
        """All words that begin with `typed`, itself among them."""
        return _beginning(self._words, typed)

    def changed(self, added: Iterable[str], removed: Iterable[str]) -> "Vocabulary":
        """This one with some words more, and without some others."""
        return Vocabulary.of({*self._words, *added}.difference(removed))

    def misspelt(self, typed: str) -> list[str]:
        """The words that `typed` may be a typo of, in order.

        One typo leaves either the first half of a word or what follows its middle letter as it
        was, so the candidates are two narrow ranges, whatever the alphabet.
        """
        if len(typed) < TYPO_LENGTH - 1:
            return []
        middle = len(typed) // 2
        near = range(len(typed) - 1, len(typed) + 2)
        candidates = _beginning(self._words, typed[:middle])
        candidates += [word[::-1] for word in _beginning(self._backwards, typed[:middle:-1])]
        return sorted(
            {word for word in candidates if len(word) in near and may_be_mistyped(typed, word)}
        )


def _beginning(ordered: list[str], start: str) -> list[str]:
    return ordered[bisect_left(ordered, start) : bisect_left(ordered, after(start))]


def after(start: str) -> str:
    """What comes after all words that begin with `start`."""
    return start + _LAST

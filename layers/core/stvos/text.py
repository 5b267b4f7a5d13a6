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
# Scripts that put no blank between words: Han, kana, Bopomofo, Thai, Lao, Burmese, Khmer.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fdf\u3005-\u3007\u3021-\u302f\u3031-\u303c"
    "\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
_RUN = re.compile(f"[{_UNSPACED}]+|[^{_UNSPACED}]+")
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
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

    `women's` is found as `womens` and `women`, `pre-natal` as `prenatal` and `natal`. In scripts
    without blanks every pair of letters is a word, and the last letter of a run by itself.
    """
    words = _WORD.findall(_letters(text))
    for compound in [word for word in words if not word.isalnum()]:
        words.remove(compound)
        spoken = _APOSTROPHE.sub("", compound)
        parts = (*_PART.findall(compound), *_PART.findall(spoken), spoken.replace("-", ""))
        words.extend(dict.fromkeys(parts))
    return [piece for word in words for piece in _pieces(word, with_last=True)]


def query_words(text: str) -> list[str]:
    """The different words of a search, in their order; all of them must match."""
    return list(dict.fromkeys(piece for word in _parts(text) for piece in _pieces(word)))


def name_words(name: str) -> list[str]:
    """The different words of a person's name, in their order, by whose beginnings it is found."""
    words = (piece for word in _parts(name) for piece in _pieces(word, with_last=True))
    return list(dict.fromkeys(words))


def _parts(text: str) -> list[str]:
    return _PART.findall(_APOSTROPHE.sub("", _letters(text)))


def _letters(text: str) -> str:
    """The folded text without the signs that stand on its letters, at which it would be split."""
    folded = fold(text)
    if folded.isascii():
        return folded
    return "".join(c for c in folded if not unicodedata.category(c).startswith("M"))


def _pieces(word: str, *, with_last: bool = False) -> list[str]:
    """The word itself, or of a script without blanks its pairs of letters.

    Whoever looks for a pair finds it anywhere in a run; for one letter, as the beginning of a pair
    or, `with_last`, as the last letter.
    """
    if word.isascii() or not _IS_UNSPACED.search(word):
        return [word]
    pieces: list[str] = []
    for run in _RUN.findall(word):
        if not _IS_UNSPACED.match(run):
            pieces.append(run)
            continue
        pieces.extend(run[at : at + 2] for at in range(len(run) - 1))
        if with_last or len(run) == 1:
            pieces.append(run[-1])
    return pieces


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

"""Search terms for members, and which members they match."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from unicodedata import normalize

from stvos.text import fold, query_words
from stvos.typed_codes import read_code

_CODE_PATTERN = re.compile(r"^[A-Za-z0-9 -]+$")


@dataclass(frozen=True, slots=True)
class MemberSearch:
    """Search terms: as words, as a whole (for mail addresses) and as a voucher's code."""

    words: tuple[str, ...]
    whole: str
    code: str

    @classmethod
    def of(cls, text: str) -> Self:
        # Letters that no code contains would be dropped, and a search for Zoë would find Zorro.
        code = read_code(text).lower() if _CODE_PATTERN.match(normalize("NFKC", text)) else ""
        return cls(tuple(query_words(text)), fold(text), code)

    def prefixes(self) -> list[str]:
        """Every matching member has a word with one of these prefixes."""
        whole = [] if " " in self.whole else [self.whole]
        return [text for text in dict.fromkeys([self.code, *whole, *self.words[:1]]) if text]

    def matches(self, words: Iterable[str]) -> bool:
        """Whether one of a member's words begins with the whole text or the code, or each word of
        the search begins one of them.
        """
        listed = tuple(words)
        if any(_begins(listed, text) for text in (self.whole, self.code) if text):
            return True
        return bool(self.words) and all(_begins(listed, word) for word in self.words)


def _begins(words: Iterable[str], prefix: str) -> bool:
    return any(word.startswith(prefix) for word in words)

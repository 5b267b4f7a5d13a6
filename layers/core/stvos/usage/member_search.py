"""What was typed to find a member by, and whom it finds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from stvos.partners.vouchers import canonical
from stvos.text import fold, query_words

_A_CODE = re.compile(r"^[A-Za-z0-9 -]+$")


@dataclass(frozen=True, slots=True)
class Typed:
    """A search as words, as a whole (a mail address) and as a voucher's code."""

    words: tuple[str, ...]
    whole: str
    code: str

    @classmethod
    def of(cls, text: str) -> Self:
        # Without this, what a code cannot hold would be dropped, and Zoë would find Zorro.
        code = canonical(text).lower() if _A_CODE.match(text) else ""
        return cls(tuple(query_words(text)), fold(text), code)

    def beginnings(self) -> list[str]:
        """What the words of everybody it finds begin with: any of these."""
        whole = [] if " " in self.whole else [self.whole]
        return [text for text in dict.fromkeys([self.code, *whole, *self.words[:1]]) if text]

    def finds(self, words: Iterable[str]) -> bool:
        """Whether a member's words begin so: one of them with the whole or the code, or for each
        typed word there is one.
        """
        listed = tuple(words)
        if any(_begins(listed, text) for text in (self.whole, self.code) if text):
            return True
        return bool(self.words) and all(_begins(listed, typed) for typed in self.words)


def _begins(words: Iterable[str], typed: str) -> bool:
    return any(word.startswith(typed) for word in words)

"""Names that people and brands gave themselves, made fit for a header or a greeting."""

import re
import unicodedata

_MAX = 60
# Marks that turn the direction of the text around them, and so could rewrite a sentence of ours.
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ISOLATE, _POP = "\u2068", "\u2069"
# What a mail program would make a link of.
_ADDRESS = re.compile(r"://|www\.|@|[^\W\d_]\.[^\W\d_]{2}", re.IGNORECASE)


def one_line(name: str, longest: int = _MAX) -> str:
    """A name without line breaks, control and turning marks; cut when it is too long."""
    kept = "".join(
        " " if c.isspace() else c
        for c in name
        if c.isspace() or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _TURNING)
    )
    line = " ".join(kept.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1].rstrip()
    # Not within a letter and its accents or an emoji made of several.
    while cut and (cut[-1] == "\u200d" or unicodedata.combining(line[len(cut)])):
        cut = cut[:-1]
    return cut + "…"


def greeting_name(name: str) -> str:
    """A member's name as a mail may greet by; empty when it reads as an address.

    Anybody can register another's address under a name of their choice: our mail must not carry
    their advertisement.
    """
    return "" if _ADDRESS.search(name) else one_line(name)


def isolated(name: str) -> str:
    """For plain text: a right-to-left name between marks that keep it from turning the rest."""
    turning = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in name)
    return f"{_ISOLATE}{name}{_POP}" if turning else name

"""Names chosen by people and brands, made safe for a header or a greeting."""

import re
import unicodedata

_MAX = 60
# Marks that change the direction of the text around them, and so could reorder our sentences.
_BIDI_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ISOLATE, _POP = "\u2068", "\u2069"
# Of a name in which every letter is written `a`.
_NAME = re.compile(r"(?=.*a)(?:[a '-]|(?<=a)\.(?=a?(?:[ .]|\Z)))*")


def one_line(name: str, longest: int = _MAX) -> str:
    """A name without line breaks, control characters and direction marks; cut when too long."""
    kept = "".join(
        " " if c.isspace() else c
        for c in name
        if c.isspace() or (unicodedata.category(c) not in {"Cc", "Cs"} and c not in _BIDI_MARKS)
    )
    line = " ".join(kept.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1].rstrip()
    # Do not cut between a letter and its accents, or inside an emoji of several code points.
    while cut and (cut[-1] == "\u200d" or unicodedata.combining(line[len(cut)])):
        cut = cut[:-1]
    return cut + "…"


def greeting_name(name: str) -> str:
    """The name for a greeting; empty when it is none.

    Anyone can register another person's address under any name: our mail must not carry their link
    or telephone number. So a name has letters, their marks, blanks, `'`, `-`, and a `.` only behind
    a letter and not before a word.
    """
    line = one_line(name.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    letters = "".join("a" if unicodedata.category(c)[0] in "LM" else c for c in line)
    return line if _NAME.fullmatch(letters) and len(name) <= _MAX else ""


def isolated(name: str) -> str:
    """For plain text: a right-to-left name between marks that isolate it from the sentence."""
    is_right_to_left = any(unicodedata.bidirectional(c) in {"R", "AL"} for c in name)
    return f"{_ISOLATE}{name}{_POP}" if is_right_to_left else name

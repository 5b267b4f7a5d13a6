"""Codes that people type from a mail, a poster or a card: vouchers, invitations, mail codes."""

from unicodedata import normalize

_LOOK_ALIKES = str.maketrans("OIL", "011")
_LONGEST = 60


def read_code(typed: str) -> str:
    """The form in which a code is stored and looked up: capitals and digits of usual width, without
    blanks, dashes and whatever else no code has; `O` is `0`, `I` and `L` are `1`.
    """
    capitals = normalize("NFKC", typed).upper().translate(_LOOK_ALIKES)
    return "".join(c for c in capitals if c.isascii() and c.isalnum())[:_LONGEST]

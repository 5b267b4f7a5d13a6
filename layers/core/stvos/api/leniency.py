"""What is read although it is not written as its field is: tried where a strict reading fails.

Everywhere an integer may be written as `250.0` or `2.5e2`, as in JSON Schema, and null means not
sent where it cannot clear. On routes of the public API also: numbers as digits in text, words of
a closed list in any case, an empty text as not sent, a `page` or `limit` out of its range as its
bound, an unknown `sort` as the usual one. A value is changed only where it was refused and only
into one that the field names, so no bound is passed by; what must be sent is then missing.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from stvos.numeric import read_number

type Problem = Any
type Location = tuple[int | str, ...]

_NUMBERS = frozenset({"int_type", "int_from_float", "int_parsing", "float_type", "float_parsing"})
_WORDS = frozenset({"enum", "literal_error"})
_CLAMPED = frozenset({"page", "limit"})
_LEFT_OUT = object()


def mended_body(
    content: Any, problems: Sequence[Problem], *, public: bool, drops_null: bool
) -> bool:
    """Rewrite or remove, in parsed JSON, the values that were refused; whether any was."""
    mended = False
    for problem in problems:
        place = _place_of(content, problem["loc"])
        if place is None:
            continue
        holder, name = place
        value = holder[name]
        is_unsent = (drops_null and value is None) or (public and _is_empty(value))
        if isinstance(holder, dict) and is_unsent:
            del holder[name]
            mended = True
            continue
        value = _reread(problem, value, public=public)
        if value is not None:
            holder[name] = value
            mended = True
    return mended


def mended_query(
    sent: dict[str, str], problems: Sequence[Problem], ignored: list[str], *, public: bool
) -> dict[str, str]:
    """The query with the values that were refused rewritten or, on public routes, left out; names
    of those whose value was left out are added to `ignored`.
    """
    mended = dict(sent)
    for problem in problems:
        name = str(problem["loc"][0]) if len(problem["loc"]) == 1 else ""
        if name not in sent:
            continue
        value = _reread_parameter(name, problem, sent[name], public=public)
        if value is _LEFT_OUT:
            del mended[name]
            ignored.append(f"query.{name}")
        elif value is not None:
            mended[name] = str(value)
    return mended


def _is_empty(value: Any) -> bool:
    return isinstance(value, str) and not value.strip()


def _reread(problem: Problem, value: Any, *, public: bool) -> Any:
    """What a refused value is read as; None where it stays refused."""
    kind = problem["type"]
    if kind in _NUMBERS:
        if isinstance(value, float) and value.is_integer():
            return read_number(repr(value))
        if public and isinstance(value, str):
            return read_number(value.strip())
    if public and kind in _WORDS and isinstance(value, str):
        return _word(problem, value)
    return None


def _reread_parameter(name: str, problem: Problem, value: str, *, public: bool) -> Any:
    kind, bounds = problem["type"], problem.get("ctx", {})
    if public and name in _CLAMPED:
        number = read_number(value.strip())
        if kind in {"greater_than_equal", "less_than_equal"}:
            return bounds.get("ge", bounds.get("le"))
        if isinstance(number, int):
            return max(0, number)
    if kind in _NUMBERS:
        return read_number(value.strip())
    if public and kind in _WORDS:
        word = _word(problem, value)
        return _LEFT_OUT if word is None and name == "sort" else word
    return None


def _word(problem: Problem, value: str) -> str | None:
    """The word of the field's closed list that this is but for its case."""
    words = re.findall(r"'([^']*)'", problem.get("ctx", {}).get("expected", ""))
    same: Callable[[str], bool] = lambda word: word.lower() == value.strip().lower()  # noqa: E731
    return next(filter(same, words), None)


def _place_of(content: Any, location: Location) -> tuple[Any, int | str] | None:
    """The object or list that holds the value, and its name or number there."""
    if not location:
        return None
    for part in location[:-1]:
        try:
            content = content[part]
        except (KeyError, IndexError, TypeError):
            return None  # The location names a choice of the model, not a field of the body.
    name = location[-1]
    if isinstance(content, dict) and name in content:
        return content, name
    if isinstance(content, list) and isinstance(name, int) and name < len(content):
        return content, name
    return None

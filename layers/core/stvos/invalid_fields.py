"""What pydantic refuses, as an error of ours: each field by its path, with a sentence."""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from stvos.errors import MOST_FIELDS, FieldError, InvalidInput
from stvos.patterns import words_of


def problems_of(error: ValidationError) -> list[Any]:
    """Its single problems, without what was sent."""
    return error.errors(include_url=False, include_input=False)


def invalid(root: str, problems: Sequence[Any]) -> InvalidInput:
    """An error that names the fields below `root`, such as `body`."""
    return InvalidInput.of([field_error(root, problem) for problem in problems[:MOST_FIELDS]])


def field_error(root: str, problem: Any) -> FieldError:
    return FieldError(path_of(root, problem["loc"]), _sentence(problem))


def path_of(root: str, location: tuple[int | str, ...]) -> str:
    """As `body.foods[2].grams`."""
    text = root
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else f".{part}"
    return header_safe(text)


def header_safe(text: str) -> str:
    """A sender's own name for a field, which must not start a header of its own."""
    return "".join(c if " " <= c <= "~" else "?" for c in text)[:200]


def _sentence(problem: Any) -> str:
    """What is wrong, for a person, who reads no patterns."""
    if problem["type"] == "string_pattern_mismatch":
        words = words_of(problem["ctx"]["pattern"])
        return f"must be {words}" if words else "is not written as the API reference says"
    if problem["type"] == "too_long" and problem["ctx"]["field_type"] == "Value":
        # A text that was checked before its length is one of "items" to pydantic.
        return f"String should have at most {problem['ctx']['max_length']} characters"
    return str(problem["msg"]).removeprefix("Value error, ")

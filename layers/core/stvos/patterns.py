"""Texts of a fixed form: a pattern for programs, and the same in words for people."""

from typing import Annotated, Any

from pydantic import Field

_WORDS: dict[str, str] = {}


def matching(pattern: str, words: str) -> Any:
    """A text's form. `words` describe it in the reference and follow "must be" in a refusal."""
    _WORDS[pattern] = words
    return Field(pattern=pattern, description=words[0].upper() + words[1:])


def words_of(pattern: str) -> str | None:
    """What a text of this pattern is; None for one that was not made by `matching`."""
    return _WORDS.get(pattern)


Colour = Annotated[str, matching(r"^#[0-9a-fA-F]{6}$", "a colour of six digits such as #0a7cff")]
Slug = Annotated[
    str,
    matching(
        r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$",
        "1 to 40 small letters a to z, digits and dashes, with no dash at either end",
    ),
]

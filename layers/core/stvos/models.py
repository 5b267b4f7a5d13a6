"""The base of every model, and the bounded types their fields are made of.

Three models for a thing, and each says which it is: the `Entity` that is stored, the `Body` or
`Query` that is asked, the `Answer` that is given. Names are snake_case here, camelCase in JSON.
"""

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Annotated, Any, Literal, Self, TypeVar
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from stvos.ids import MAX_ID


class Entity(BaseModel):
    """A stored thing. Unknown attributes are ignored: keys, and fields of a newer version."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)

    def to_item(self) -> dict[str, Any]:
        """The attributes as stored; the keys come from the key module."""
        return self.model_dump(mode="json", exclude_none=True)

    @classmethod
    def of_item(cls, item: dict[str, Any]) -> Self:
        return cls.model_validate(item)


class _Wire(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        alias_generator=to_camel,
        populate_by_name=True,
        serialize_by_alias=True,
        # A cold start builds the models it meets, not all that its modules define.
        defer_build=True,
    )


class Body(_Wire):
    """A request body, and every model nested in one. Unknown fields are found by `forbid`;
    the endpoint decides whether they are refused or ignored and named.
    """

    model_config = ConfigDict(extra="forbid")


class Query(_Wire):
    """Query parameters. They arrive as text, so numbers are read from it."""

    model_config = ConfigDict(extra="forbid")


class Answer(_Wire):
    """What a caller gets to see; made field by field from entities, never dumped from them."""

    model_config = ConfigDict(from_attributes=True)


class DeletedAnswer(Answer):
    """What a deletion answers."""

    deleted: Literal[True] = True


def left_out() -> Any:
    """The default of a field of a change that may be left out but cannot be null."""
    return Field(default_factory=lambda: None)


class Patch(Body):
    """A change names only what it changes; null clears what may be empty."""

    def applied_to(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The stored fields with the named ones changed."""
        return stored | self.model_dump(exclude_unset=True, by_alias=False)


class Empty(Body):
    """A body without fields: `{}` or nothing at all."""


# ---------------------------------------------------------------- text

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
# The HTML standard's definition of a valid e-mail address, with a dot demanded in the domain.
_EMAIL = r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9-]{1,63}(\.[a-zA-Z0-9-]{1,63})+$"


def _printable(text: str) -> str:
    if _CONTROL.search(text):
        raise ValueError("must not contain control characters")
    return text


def _one_line(text: str) -> str:
    if _BREAK.search(text):
        raise ValueError("must be one line without control characters")
    return text


Line40 = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=40),
    AfterValidator(_one_line),
]
Line120 = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=120),
    AfterValidator(_one_line),
]
Line200 = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(_one_line),
]
Text1000 = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=1000), AfterValidator(_printable)
]
Text5000 = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=5000), AfterValidator(_printable)
]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254, pattern=_EMAIL),
    Field(examples=["mia@example.com"]),
]
# No bcrypt-style limit: argon2 takes any length, the bound only stops abuse. Whether a new
# password is strong enough is a rule of the accounts domain with a code of its own.
Password = Annotated[
    str, StringConstraints(min_length=1, max_length=128), AfterValidator(_printable)
]
Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https?://[^\s<>\"']+$"),
    AfterValidator(_printable),
]
HttpsUrl = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2000, pattern=r"^https://[^\s<>\"']+$"),
    AfterValidator(_printable),
]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$")]

# ---------------------------------------------------------------- numbers, time

Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Count = Annotated[int, Field(ge=0, le=MAX_ID)]


def _milliseconds(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _year_in_reach(instant: datetime) -> datetime:
    if not 2000 <= instant.year <= 2200:
        raise ValueError("must be between the years 2000 and 2200")
    return instant.astimezone(UTC)


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("must be an IANA time zone such as Europe/London")
    return name


@lru_cache(maxsize=1)
def _zones() -> set[str]:
    return available_timezones()


def _day_in_reach(day: date) -> date:
    if not 2000 <= day.year <= 2200:
        raise ValueError("must be between the years 2000 and 2200")
    return day


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_year_in_reach),
    PlainSerializer(_milliseconds, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[date, AfterValidator(_day_in_reach)]
Zone = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64),
    AfterValidator(_known_zone),
    Field(examples=["Europe/London"]),
]


def _is_none(value: object) -> bool:
    return value is None


T = TypeVar("T")
# A field of an answer that is left out, not null, when there is nothing to say.
Maybe = Annotated[T | None, Field(exclude_if=_is_none)]

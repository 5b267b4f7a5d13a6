"""The base of every model, and the bounded types their fields are made of.

Three models for a thing, and each says which it is: the `Entity` that is stored, the `Body` or
`Query` that is asked, the `Answer` that is given. Names are snake_case here, camelCase in JSON.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated, Any, ClassVar, Literal, Self, TypeVar
from unicodedata import category, normalize
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.alias_generators import to_camel

from stvos.ids import MAX_ID
from stvos.numeric import as_number
from stvos.patterns import matching


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
    """Query parameters, read from text. `lists`: those that take several values, with commas."""

    lists: ClassVar[frozenset[str]] = frozenset()
    model_config = ConfigDict(extra="forbid")


class Answer(_Wire):
    """What a caller gets to see; made field by field from entities, never dumped from them."""

    model_config = ConfigDict(from_attributes=True)


class DeletedAnswer(Answer):
    """What a deletion answers."""

    deleted: Literal[True] = True


def omittable() -> Any:
    """The default of a field of a change that may be left out but cannot be null."""
    return Field(default_factory=lambda: None)


@dataclass(frozen=True, slots=True)
class AttributeChanges:
    """The attributes that an update sets and removes; those of a nested part are `part.field`."""

    sets: dict[str, Any]
    removes: list[str]


class Patch(Body):
    """A change names only what it changes; null sets back to the default, or clears.

    A part that is a Patch itself is changed field by field, another Body is replaced whole; null
    sets all of it back.
    """

    def applied_to(self, stored: dict[str, Any]) -> dict[str, Any]:
        """The stored fields with the named ones changed; what is cleared is not among them."""
        changed = stored | self.model_dump(exclude_unset=True, by_alias=False)
        for name in self.model_fields_set:
            part = getattr(self, name)
            if part is None:
                del changed[name]
            elif isinstance(part, Patch):
                changed[name] = part.applied_to(stored.get(name) or {})
        return changed

    def attribute_changes(self, defaults: dict[str, Any]) -> AttributeChanges:
        """The change as attributes of one update, so that a simultaneous change of other fields
        is kept. `defaults`: what a cleared field is set back to; others are removed.
        """
        changes = AttributeChanges({}, [])
        for name in self.model_fields_set:
            value, default = getattr(self, name), defaults.get(name)
            if isinstance(value, Patch):
                part = value.attribute_changes(default or {})
                changes.sets.update({f"{name}.{field}": v for field, v in part.sets.items()})
                changes.removes.extend(f"{name}.{field}" for field in part.removes)
            elif isinstance(value, Body):
                changes.sets[name] = value.model_dump(mode="json", by_alias=False)
            elif (kept := default if value is None else value) is None:
                changes.removes.append(name)
            else:
                changes.sets[name] = kept
        return changes


class Empty(Body):
    """A body without fields: `{}` or nothing at all."""


# ---------------------------------------------------------------- text

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_BREAK = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]")
# The HTML standard's definition of a valid e-mail address, with a dot demanded in the domain.
_EMAIL = re.compile(
    r"^[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-zA-Z0-9-]{1,63}(\.[a-zA-Z0-9-]{1,63})+$"
)


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


def _mail_address(text: str) -> str:
    if _EMAIL.fullmatch(text):
        return text
    if not text.rpartition("@")[2].isascii():
        raise ValueError("must have a domain in its ASCII form, such as xn--bcher-kva.example")
    raise ValueError("must be an e-mail address such as mia@example.com")


Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, to_lower=True, max_length=254),
    AfterValidator(_mail_address),
    Field(examples=["mia@example.com"], json_schema_extra={"pattern": _EMAIL.pattern}),
]
# No bcrypt-style limit: argon2 takes any length, the bound only stops abuse. Whether a new
# password is strong enough is a rule of the accounts domain with a code of its own.
# One form for what keyboards compose differently, so that Ü is Ü on every phone, and what is judged
# is what is stored.
Password = Annotated[
    str,
    StringConstraints(min_length=1, max_length=128),
    AfterValidator(partial(normalize, "NFKC")),
    AfterValidator(_printable),
]


def web_address(text: str) -> str:
    """An address that shows where it leads: no userinfo, no backslash, nothing invisible."""
    if any(category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} for c in text):
        raise ValueError("must not contain invisible characters")
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host = None
    if not host or "@" in parts.netloc:
        raise ValueError("must be a web address without a user name")
    return text


Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=2000),
    matching(r"^https?://[^\s<>\"'\\]+$", "a web address that begins with http:// or https://"),
    AfterValidator(web_address),
]
Tags = Annotated[list[Line40], Field(max_length=30)]

# ---------------------------------------------------------------- numbers, time

Id = Annotated[int, Field(ge=1, le=MAX_ID)]
Count = Annotated[int, Field(ge=0, le=MAX_ID)]
# Of answers: finite, and written without `.0` where it is whole.
Number = Annotated[
    float, PlainSerializer(as_number, when_used="json"), WithJsonSchema({"type": "number"})
]


def _whole_seconds(instant: datetime) -> str:
    # Many apps' parsers refuse a fraction.
    return instant.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _year_in_reach(instant: datetime) -> datetime:
    if not 2000 <= instant.year <= 2200:
        raise ValueError("must be between the years 2000 and 2200")
    return instant.astimezone(UTC)


def _day_in_reach(day: date) -> date:
    if not 2000 <= day.year <= 2200:
        raise ValueError("must be between the years 2000 and 2200")
    return day


Instant = Annotated[
    AwareDatetime,
    AfterValidator(_year_in_reach),
    PlainSerializer(_whole_seconds, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Day = Annotated[date, AfterValidator(_day_in_reach)]


def _instant_or_day(value: object) -> datetime | date:
    if not isinstance(value, str):
        raise ValueError("must be an instant such as 2026-03-01T08:00:00Z, or a date")
    try:
        if len(value) == len("2026-03-01"):
            return _day_in_reach(date.fromisoformat(value))
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise ValueError("must be an instant such as 2026-03-01T08:00:00Z, or a date") from None
    if instant.tzinfo is None:
        raise ValueError("must name its time zone, as in 2026-03-01T08:00:00Z")
    return _year_in_reach(instant)


InstantOrDay = Annotated[
    datetime | date,
    PlainValidator(_instant_or_day),
    WithJsonSchema(
        {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "string", "format": "date"}]}
    ),
]


def _is_none(value: object) -> bool:
    return value is None


T = TypeVar("T")
# A field of an answer that is left out, not null, when there is nothing to say.
OmittedIfNone = Annotated[T | None, Field(exclude_if=_is_none)]

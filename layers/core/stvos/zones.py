"""Time zones as fields of a body."""

from functools import lru_cache
from typing import Annotated
from zoneinfo import available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

# What some systems' databases have beside zones: which one they mean depends on the machine.
_NO_ZONES = frozenset({"localtime", "posixrules", "Factory", "Etc/Unknown"})


def _known_zone(name: str) -> str:
    if name not in _zones():
        raise ValueError("must be an IANA time zone such as Europe/London")
    return name


@lru_cache(maxsize=1)
def _zones() -> set[str]:
    return available_timezones() - _NO_ZONES


Zone = Annotated[
    str,
    StringConstraints(min_length=1, max_length=64),
    AfterValidator(_known_zone),
    Field(examples=["Europe/London"]),
]


def _zone_or_none(name: object) -> object:
    return None if isinstance(name, str) and name not in _zones() else name


# A device's own idea of its zone: one that is unknown, such as Etc/Unknown, counts as not sent.
DeviceZone = Annotated[Zone | None, BeforeValidator(_zone_or_none)]

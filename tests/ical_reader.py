"""Calendars as another program reads them: vobject shares no code with icalendar."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import vobject  # type: ignore[import-untyped]


@dataclass(frozen=True)
class ReadEntry:
    """One entry as it was read."""

    uid: str
    sequence: int
    status: str
    title: str
    starts_at: datetime
    ends_at: datetime
    link: str | None
    people: dict[str, tuple[str, dict[str, list[str]]]]


@dataclass(frozen=True)
class ReadCalendar:
    method: str
    name: str | None
    entries: list[ReadEntry]


def read(text: str | bytes) -> ReadCalendar:
    """The one calendar in a text. Raises what the parser raises when it is none."""
    content = text.decode() if isinstance(text, bytes) else text
    lines = content.split("\r\n")
    assert lines[-1] == ""
    assert all(len(line.encode()) <= 75 for line in lines), "longer than RFC 5545 lets a line be"
    [calendar] = vobject.readComponents(content)
    calendar.validate(raiseException=True)
    found = [_entry(event) for event in calendar.contents.get("vevent", [])]
    return ReadCalendar(calendar.method.value, _text(calendar, "x-wr-calname"), found)


def _entry(event: Any) -> ReadEntry:
    people = {
        name: (event.contents[name][0].value, event.contents[name][0].params)
        for name in ("organizer", "attendee")
        if name in event.contents
    }
    return ReadEntry(
        event.uid.value,
        int(event.sequence.value),
        event.status.value,
        event.summary.value,
        event.dtstart.value,
        event.dtend.value,
        _text(event, "url"),
        people,
    )


def _text(component: Any, name: str) -> str | None:
    return str(component.contents[name][0].value) if name in component.contents else None

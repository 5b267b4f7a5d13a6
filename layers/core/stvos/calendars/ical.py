"""Calendar entries as iCalendar text (RFC 5545), and as messages about them (RFC 5546).

Times are written in UTC, which every calendar shows by its owner's clock. A local time with a zone
could not name the second of the two hours that clocks show when daylight saving ends.

Loading icalendar takes a quarter of a second: only what makes a calendar imports this module.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, timedelta

from icalendar import Calendar, Event, vCalAddress, vText

from stvos.calendars.entries import CalendarEntry, EntryStatus

_MADE_BY = "-//sTvOS//Bookings//EN"
_READ_AGAIN_AFTER = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Attendee:
    """Someone named in a message about an entry."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class CalendarMessage:
    """A file that puts an entry into the reader's calendar, changes it there or takes it out."""

    method: str
    content: bytes


def message_about(entry: CalendarEntry, organiser: Attendee, reader: Attendee) -> CalendarMessage:
    """What a mail carries. The reader is entered as coming, so no calendar asks."""
    is_cancelled = entry.status is EntryStatus.CANCELLED
    method = "CANCEL" if is_cancelled else "REQUEST"
    event = _event(entry)
    event.add("organizer", _address(organiser))
    attendee = _address(reader)
    attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
    attendee.params["PARTSTAT"] = vText("ACCEPTED")
    attendee.params["RSVP"] = vText("FALSE")
    event.add("attendee", attendee, encode=False)
    calendar = _calendar(method)
    calendar.add_component(event)
    return CalendarMessage(method, calendar.to_ical())


def feed_of(name: str, zone: str, entries: Iterable[CalendarEntry]) -> str:
    """A calendar that is subscribed to. `zone`: whose clock it is shown by where that is asked."""
    calendar = _calendar("PUBLISH")
    calendar.add("name", _one_line(name))
    calendar.add("x-wr-calname", _one_line(name))
    calendar.add("x-wr-timezone", zone)
    calendar.add("refresh-interval", _READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    for entry in entries:
        calendar.add_component(_event(entry))
    return str(calendar.to_ical(), "utf-8")


def _calendar(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", _MADE_BY)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("last-modified", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", _one_line(entry.title))
    event.add("status", entry.status.value)
    is_cancelled = entry.status is EntryStatus.CANCELLED
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    if entry.link:
        event.add("url", entry.link)
    return event


def _address(person: Attendee) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    if name := _one_line(person.name):
        address.params["CN"] = vText(name)
    return address


def _one_line(text: str) -> str:
    """Without line breaks and control characters, which some calendars refuse."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

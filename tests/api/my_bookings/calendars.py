"""Calendars of the tests: their addresses, and what they say."""

from my_bookings import create_calendar_address, read_calendar
from tests.ical_reader import ReadCalendar, ReadEntry, read
from tests.world import Member, Reply, call


def address_of(member: Member) -> str:
    """A new address of a member's calendar."""
    reply = member.call(create_calendar_address)
    assert reply.status == 200, reply.text
    return str(reply.data["url"])


def file_of(url: str) -> str:
    return url.rpartition("/")[2]


def fetch(url: str, **headers: str) -> Reply:
    """What a calendar program is answered."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return call(read_calendar, headers=sent, token=file_of(url))


def calendar_at(url: str) -> ReadCalendar:
    reply = fetch(url)
    assert reply.status == 200, reply.text
    return read(reply.text)


def entries_at(url: str) -> list[ReadEntry]:
    return calendar_at(url).entries

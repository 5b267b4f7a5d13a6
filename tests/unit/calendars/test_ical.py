"""What other programs read in our calendars."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from stvos.bookings.models import BookingStatus
from stvos.calendars.entries import CalendarEntry, EntryStatus, booking_uid, status_of
from stvos.calendars.ical import Attendee, feed_of, message_about
from tests.ical_reader import read

ENTRY = CalendarEntry(
    uid=booking_uid(5, 88),
    sequence=3,
    status=EntryStatus.CONFIRMED,
    starts_at=datetime(2026, 9, 26, 12, 30, tzinfo=UTC),
    ends_at=datetime(2026, 9, 26, 13, 30, tzinfo=UTC),
    changed_at=datetime(2026, 9, 20, 10, tzinfo=UTC),
    title="Personal training with Tara Trainer",
    link="https://app.example.com/bookings?id=88",
)
GYM = Attendee("Riverside Fitness", "hello@example.com")
MIA = Attendee("Mia Member", "mia@example.com")


def test_a_message_enters_the_session_in_the_reader_s_calendar() -> None:
    message = message_about(ENTRY, GYM, MIA)

    calendar = read(message.content)
    [entry] = calendar.entries
    assert message.method == calendar.method == "REQUEST"
    assert (entry.uid, entry.sequence, entry.status) == (f"booking-88@{5}.stvos", 3, "CONFIRMED")
    assert (entry.starts_at, entry.ends_at) == (ENTRY.starts_at, ENTRY.ends_at)
    assert (entry.title, entry.link) == (ENTRY.title, ENTRY.link)
    assert entry.people["organizer"][0] == "mailto:hello@example.com"
    address, facts = entry.people["attendee"]
    assert address == "mailto:mia@example.com"
    assert (facts["PARTSTAT"], facts["RSVP"]) == (["ACCEPTED"], ["FALSE"])


def test_a_cancelled_entry_is_taken_out_of_it() -> None:
    message = message_about(replace(ENTRY, status=EntryStatus.CANCELLED, sequence=4), GYM, MIA)

    calendar = read(message.content)
    [entry] = calendar.entries
    assert message.method == calendar.method == "CANCEL"
    assert (entry.uid, entry.sequence, entry.status) == (ENTRY.uid, 4, "CANCELLED")


@pytest.mark.parametrize(
    ("zone", "local"),
    [
        # The hour that is there twice, and the day before it; a zone whose clocks move half an
        # hour; the day on which clocks go forward.
        ("Europe/London", datetime(2026, 10, 25, 1, 30)),  # noqa: DTZ001
        ("Europe/London", datetime(2026, 10, 25, 1, 30, fold=1)),  # noqa: DTZ001
        ("Europe/London", datetime(2026, 10, 24, 1, 30)),  # noqa: DTZ001
        ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45, fold=1)),  # noqa: DTZ001
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 30)),  # noqa: DTZ001
        ("Asia/Kathmandu", datetime(2026, 10, 4, 2, 30)),  # noqa: DTZ001
    ],
)
def test_wall_time_is_right_on_the_days_when_clocks_change(zone: str, local: datetime) -> None:
    starts_at = local.replace(tzinfo=ZoneInfo(zone))
    entry = replace(
        ENTRY, starts_at=starts_at, ends_at=starts_at.astimezone(UTC) + timedelta(hours=1)
    )

    [found] = read(feed_of("Sessions", zone, [entry])).entries

    shown = found.starts_at.astimezone(ZoneInfo(zone))
    assert (shown.replace(tzinfo=None), shown.fold) == (local, local.fold)
    assert found.ends_at - found.starts_at == timedelta(hours=1)


@pytest.mark.parametrize(
    ("title", "read_as"),
    [
        ("Stretch, bend; relax \\o/", "Stretch, bend; relax \\o/"),
        ("Yoga\r\nATTENDEE:mailto:all@example.com\x00", "Yoga ATTENDEE:mailto:all@example.com"),
        ("Über " + "ü" * 90 + " 🏋️", "Über " + "ü" * 90 + " 🏋️"),
    ],
)
def test_texts_of_people_stay_texts(title: str, read_as: str) -> None:
    person = Attendee(f'{title} "quoted"', "mia@example.com")
    message = message_about(replace(ENTRY, title=title), person, person)

    [entry] = read(message.content).entries
    assert entry.title == read_as
    assert set(entry.people) == {"organizer", "attendee"}
    assert message.content.count(b"\r\nATTENDEE") == 1


def test_a_feed_without_entries_is_a_calendar() -> None:
    calendar = read(feed_of("Riverside: my sessions", "Europe/London", []))
    assert (calendar.method, calendar.name) == ("PUBLISH", "Riverside: my sessions")
    assert calendar.entries == []


def test_a_request_is_tentative_and_only_what_was_cancelled_is_cancelled() -> None:
    found = {status.value: status_of(status).value for status in BookingStatus}
    assert found == {
        "pending": "TENTATIVE",
        "confirmed": "CONFIRMED",
        "completed": "CONFIRMED",
        "no_show": "CONFIRMED",
        "cancelled": "CANCELLED",
    }

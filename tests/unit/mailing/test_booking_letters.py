"""What the mails about bookings say to each reader, and what they carry for the calendar."""

from typing import Any

import pytest

from stvos.mailing.letters import Letter
from stvos.mailing.render import as_html
from stvos.mailing.templates import TEMPLATES
from tests.ical_reader import ReadCalendar, read
from tests.unit.mailing.test_letters import BRAND, CONTENT

MEMBER = {"reader": "member", "timezone": "Europe/London"}
TRAINER = {"reader": "trainer", "timezone": "Australia/Lord_Howe", "member": "Mia Member"}
# Half past eleven at night in London, after the clocks went back there and forward in Lord Howe.
TIMES = {"starts_at": "2026-10-25T23:30:00+00:00", "ends_at": "2026-10-26T00:30:00+00:00"}


def letter(kind: str, reader: dict[str, str], **content: Any) -> Letter:
    return TEMPLATES[kind].write(BRAND, CONTENT | TIMES | reader | content)


def rows(found: Letter) -> dict[str, str]:
    return {row.label: row.value for row in found.rows}


def calendar(found: Letter) -> ReadCalendar:
    [file] = found.attachments
    assert (file.name, file.media_type) == ("session.ics", "text/calendar")
    message = read(file.content)
    assert file.parameters["method"] == message.method
    return message


def test_each_reads_the_time_by_their_own_clock_and_whom_they_meet() -> None:
    to_member = rows(letter("booking_confirmed", MEMBER))
    to_trainer = rows(letter("booking_confirmed", TRAINER))

    assert to_member["Day"] == "Sunday, 25 October 2026"
    assert to_member["Time"] == "23:30 to 00:30 (Europe/London)"
    assert to_member["Trainer"] == "Tara Trainer"
    assert to_trainer["Day"] == "Monday, 26 October 2026"
    assert to_trainer["Time"] == "10:30 to 11:30 (Australia/Lord_Howe)"
    assert to_trainer["Member"] == "Mia Member"


@pytest.mark.parametrize("name", ["", "Win at https://evil.example"])
def test_a_name_that_is_none_is_not_passed_on_to_the_trainer(name: str) -> None:
    found = letter("booking_requested", TRAINER, member=name)
    assert found.opening.startswith("A member would like to book")
    assert "Member" not in rows(found)
    [entry] = calendar(found).entries
    assert entry.title == "Personal training with a member"


@pytest.mark.parametrize(
    ("kind", "status", "method", "entry_status"),
    [
        ("booking_confirmed", "confirmed", "REQUEST", "CONFIRMED"),
        ("booking_requested", "pending", "REQUEST", "TENTATIVE"),
        ("booking_moved", "confirmed", "REQUEST", "CONFIRMED"),
        ("booking_moved", "pending", "REQUEST", "TENTATIVE"),
        ("booking_declined", "cancelled", "CANCEL", "CANCELLED"),
        ("booking_lapsed", "cancelled", "CANCEL", "CANCELLED"),
        ("booking_cancelled", "cancelled", "CANCEL", "CANCELLED"),
    ],
)
@pytest.mark.parametrize("reader", [MEMBER, TRAINER])
def test_each_change_reaches_the_calendar(
    kind: str, status: str, method: str, entry_status: str, reader: dict[str, str]
) -> None:
    message = calendar(letter(kind, reader, status=status))
    [entry] = message.entries
    assert (message.method, entry.status, entry.sequence) == (method, entry_status, 3)
    assert entry.uid == f"booking-88@{5}.stvos"
    assert entry.people["organizer"][0] == "mailto:hello@example.com"
    assert entry.people["attendee"][0] == "mailto:mia+gym@example.com"


def test_a_reminder_changes_no_calendar() -> None:
    assert letter("booking_day_reminder", MEMBER).attachments == ()


@pytest.mark.parametrize(
    ("reader", "by", "sentence"),
    [
        (MEMBER, "member", "You cancelled this session with Tara Trainer."),
        (MEMBER, "trainer", "Tara Trainer cancelled this session."),
        (TRAINER, "trainer", "You cancelled this session with Mia Member."),
        (TRAINER, "member", "Mia Member cancelled this session."),
    ],
)
def test_each_reads_who_cancelled(reader: dict[str, str], by: str, sentence: str) -> None:
    assert letter("booking_cancelled", reader, cancelled_by=by).opening == sentence


def test_a_move_that_has_to_be_confirmed_says_so() -> None:
    to_trainer = letter("booking_moved", TRAINER, status="pending").opening
    to_member = letter("booking_moved", MEMBER, status="pending").opening
    assert "Confirm or decline" in to_trainer
    assert "waits for your trainer's answer" in to_member
    assert "answer" not in letter("booking_moved", MEMBER).opening


def test_on_a_phone_the_time_wraps_and_no_label_breaks_within_a_word() -> None:
    page = as_html(letter("booking_confirmed", TRAINER), BRAND)
    [row] = [line for line in page.split("<tr>") if "Australia/Lord_Howe" in line]
    label, value = row.split("<td ")[1:3]
    assert "overflow-wrap:break-word" in label
    assert "white-space:normal" in value

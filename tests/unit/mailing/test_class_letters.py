"""What the mails about seats in group classes say, and what they carry for the calendar."""

from typing import Any

import pytest

from stvos.mailing.letters import Letter
from stvos.mailing.templates import TEMPLATES
from tests.ical_reader import read
from tests.unit.mailing.test_letters import BRAND, CONTENT

# Half past eleven at night in London, after the clocks went back there.
TIMES = {"starts_at": "2026-10-25T23:30:00+00:00", "ends_at": "2026-10-26T00:30:00+00:00"}
KINDS = [kind for kind in TEMPLATES if kind.startswith("class_")]


def letter(kind: str, **content: Any) -> Letter:
    return TEMPLATES[kind].write(BRAND, CONTENT | TIMES | {"timezone": "Europe/London"} | content)


@pytest.mark.parametrize("kind", KINDS)
def test_each_names_the_class_its_trainer_and_the_time_by_the_readers_clock(kind: str) -> None:
    found = letter(kind)
    rows = {row.label: row.value for row in found.rows}

    assert "Morning Flow on Sunday, 25 October 2026" in found.subject
    assert rows["Class"] == "Morning Flow"
    assert rows["Trainer"] == "Tara Trainer"
    assert rows["Time"] == "23:30 to 00:30 (Europe/London)"
    assert "Tara Trainer" in found.opening


@pytest.mark.parametrize(
    ("kind", "method", "status"),
    [
        ("class_confirmed", "REQUEST", "CONFIRMED"),
        ("class_promoted", "REQUEST", "CONFIRMED"),
        ("class_moved", "REQUEST", "CONFIRMED"),
        ("class_moved_away", "CANCEL", "CANCELLED"),
        ("class_given_up", "CANCEL", "CANCELLED"),
        ("class_cancelled", "CANCEL", "CANCELLED"),
    ],
)
def test_each_change_of_a_seat_reaches_the_calendar(kind: str, method: str, status: str) -> None:
    [file] = letter(kind).attachments
    message = read(file.content)
    [entry] = message.entries

    assert (message.method, entry.status, entry.sequence) == (method, status, 4)
    assert entry.uid == f"group-class-99@{5}.stvos"
    assert entry.title == "Morning Flow with Tara Trainer"
    assert entry.people["attendee"][0] == "mailto:mia+gym@example.com"


@pytest.mark.parametrize(
    "kind",
    ["class_wait_moved", "class_wait_ended", "class_day_reminder", "class_hour_reminder"],
)
def test_what_changes_no_seat_changes_no_calendar(kind: str) -> None:
    assert letter(kind).attachments == ()


def test_a_reason_is_passed_on_and_none_leaves_no_row() -> None:
    rows = {row.label: row.value for row in letter("class_cancelled", reason="I am ill.").rows}
    assert rows["Reason"] == "I am ill."
    assert "Reason" not in {row.label for row in letter("class_cancelled", reason="").rows}

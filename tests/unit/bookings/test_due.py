"""What is due next for a booking, in each state."""

from datetime import datetime, timedelta

import pytest

from stvos.bookings.due import Due, DueWork, latest_reminder, next_due
from stvos.bookings.models import BookingStatus
from tests.unit.bookings.test_transitions import START, booking

HOUR = timedelta(hours=1)
DAY = timedelta(hours=24)
CLOSE = Due(START + HOUR + timedelta(minutes=15), DueWork.CLOSE)


def test_a_pending_one_lapses_when_the_trainer_s_time_to_answer_is_over() -> None:
    pending = booking(status=BookingStatus.PENDING, answer_by=START - 3 * HOUR)
    assert next_due(pending) == Due(START - 3 * HOUR, DueWork.LAPSE)


@pytest.mark.parametrize("status", ["completed", "cancelled", "no_show"])
def test_a_closed_one_has_nothing_due(status: str) -> None:
    assert next_due(booking(status=status)) is None


def test_every_state_is_either_open_or_closed() -> None:
    open_states = {s for s in BookingStatus if next_due(booking(status=s))}
    assert open_states == {BookingStatus.PENDING, BookingStatus.CONFIRMED}


@pytest.mark.parametrize(
    ("reminded", "due"),
    [
        (None, Due(START - DAY, DueWork.REMIND, DAY)),
        (DAY, Due(START - HOUR, DueWork.REMIND, HOUR)),
        (HOUR, CLOSE),
    ],
)
def test_a_confirmed_one_is_reminded_twice_and_then_closed(
    reminded: timedelta | None, due: Due
) -> None:
    assert next_due(booking(reminded=reminded)) == due


@pytest.mark.parametrize(
    ("booked_before", "due"),
    [
        (DAY + timedelta(seconds=1), Due(START - DAY, DueWork.REMIND, DAY)),
        (DAY, Due(START - HOUR, DueWork.REMIND, HOUR)),
        (2 * HOUR, Due(START - HOUR, DueWork.REMIND, HOUR)),
        (HOUR, CLOSE),
        (timedelta(0), CLOSE),
    ],
)
def test_what_was_mailed_a_moment_ago_is_not_said_again(booked_before: timedelta, due: Due) -> None:
    assert next_due(booking(updated_at=START - booked_before)) == due


@pytest.mark.parametrize(
    ("now", "lead"),
    [
        (START - DAY, DAY),
        (START - 2 * HOUR, DAY),
        (START - HOUR, HOUR),
        (START + HOUR, HOUR),
    ],
)
def test_after_an_outage_the_latest_reminder_stands_for_all(now: datetime, lead: timedelta) -> None:
    assert latest_reminder(booking(), now) == lead


def test_the_reminders_that_were_sent_are_stored_with_the_booking() -> None:
    item = booking(reminded=DAY).to_item()
    assert next_due(type(booking()).of_item(item)) == Due(START - HOUR, DueWork.REMIND, HOUR)

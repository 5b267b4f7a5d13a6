"""Which day of a programme a date is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from stvos.programmes.days import (
    Pause,
    active_days_before,
    date_of,
    first_moment,
    number_on,
    paused_from,
    resumed_on,
    week_of_day,
)

START = date(2027, 3, 1)


def day(number: int) -> date:
    return START + timedelta(days=number)


def pause(first: int, until: int | None = None) -> Pause:
    return Pause(first=day(first), until=None if until is None else day(until))


def test_without_pauses_every_date_from_the_start_counts() -> None:
    assert [active_days_before(day(n), START, ()) for n in (-3, 0, 1, 10)] == [0, 0, 1, 10]


@pytest.mark.parametrize(
    ("pauses", "before"),
    [
        ([pause(3, 5)], 8),
        ([pause(3, 5), pause(7, 8)], 7),
        ([pause(8)], 8),  # Open: nothing from then on counts.
        ([pause(-5, 2)], 8),  # Begun before the programme did.
        ([pause(-5, -2)], 10),
        ([pause(9, 20)], 9),
        ([pause(12, 20)], 10),
    ],
)
def test_dates_of_a_pause_do_not_count(pauses: list[Pause], before: int) -> None:
    assert active_days_before(day(10), START, pauses) == before


def test_each_active_day_has_its_date_and_each_date_its_number() -> None:
    pauses = [pause(-5, 1), pause(3, 5), pause(7, 8), pause(9, 9)]
    dates = [date_of(number, START, pauses, START) for number in range(1, 8)]

    assert dates == [day(n) for n in (1, 2, 5, 6, 8, 9, 10)]
    numbers = [number_on(day(n), START, pauses, total=6) for n in range(-1, 12)]
    assert numbers == [None, None, 1, 2, None, None, 3, 4, None, 5, 6, None, None]


def test_an_open_pause_is_taken_to_end_on_the_date_that_is_given() -> None:
    assert date_of(14, START, [pause(3)], day(10)) == day(13 + 7)
    assert date_of(14, START, [pause(30)], day(10)) == day(13)
    assert number_on(day(40), START, [pause(3)], 14) is None


def test_a_pause_that_ended_today_goes_on() -> None:
    ended = resumed_on(day(5), paused_from(day(3), (), None))

    assert ended == (pause(3, 5),)
    assert paused_from(day(5), ended, None) == (pause(3),)
    assert paused_from(day(6), ended, day(9)) == (pause(3, 5), pause(6, 9))


def test_resuming_on_the_day_of_pausing_leaves_no_pause() -> None:
    assert resumed_on(day(3), paused_from(day(3), (), None)) == ()
    # In a zone where it is still the day before.
    assert resumed_on(day(2), paused_from(day(3), (), None)) == ()


def test_weeks_have_seven_active_days() -> None:
    assert [week_of_day(number) for number in (0, 1, 7, 8, 14, 364)] == [0, 1, 1, 2, 2, 52]


@pytest.mark.parametrize(
    ("zone", "on", "begins"),
    [
        ("UTC", date(2027, 3, 1), "2027-03-01T00:00"),
        ("Pacific/Auckland", date(2027, 3, 1), "2027-02-28T11:00"),
        ("Europe/London", date(2027, 3, 29), "2027-03-28T23:00"),
        # Midnight is skipped: the day begins at one o'clock.
        ("Africa/Cairo", date(2027, 4, 30), "2027-04-29T22:00"),
        # Midnight comes twice: the day begins with the first.
        ("America/Havana", date(2027, 11, 7), "2027-11-07T04:00"),
    ],
)
def test_a_day_begins_at_the_first_moment_of_its_date(zone: str, on: date, begins: str) -> None:
    assert first_moment(on, zone) == datetime.fromisoformat(begins).replace(tzinfo=UTC)

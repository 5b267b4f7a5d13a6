"""Weekly starts: the same time by the clock on the wall, in every zone."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stvos.errors import InvalidInput
from stvos.group_classes.requests import RecurrenceBody
from stvos.group_classes.series import classes_of, weekly_starts

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
CELL = timedelta(minutes=5)
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
moments = st.integers(0, 2 * 365 * 288).map(lambda cells: FIRST + cells * CELL)


def shown(instant: datetime, zone: str) -> datetime:
    """What the clocks of a zone show, without the zone."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def instants_that_show(local: datetime, zone: str) -> list[datetime]:
    """Every instant at which the clocks show a time: none, one or two. Found without `fold`, by
    asking what they show around it.
    """
    around = local.replace(tzinfo=UTC)
    candidates = (around + step * CELL for step in range(-15 * 12, 15 * 12 + 1))
    return [instant for instant in candidates if shown(instant, zone) == local]


@given(first=moments, zone=st.sampled_from(ZONES), count=st.integers(1, 52))
@example(first=datetime(2027, 3, 20, 1, 30, tzinfo=UTC), zone="Europe/London", count=3)
@example(first=datetime(2027, 9, 25, 15, 35, tzinfo=UTC), zone="Australia/Lord_Howe", count=3)
def test_each_class_starts_a_week_later_at_the_same_local_time(
    first: datetime, zone: str, count: int
) -> None:
    starts = weekly_starts(first, zone, count)
    wanted = [shown(first, zone) + timedelta(days=7 * week) for week in range(count)]

    assert len(starts) == count
    assert starts[0] == first
    for start, local in zip(starts[1:], wanted[1:], strict=True):
        possible = instants_that_show(local, zone)
        if possible:
            assert start == possible[0]
        else:
            # The clocks skip it: as long after the change as it would have been.
            skipped = shown(start, zone) - local
            assert timedelta() < skipped <= timedelta(hours=24)
            assert start - skipped not in possible
    assert all(not (start.minute % 5 or start.second) for start in starts)


@pytest.mark.parametrize(
    ("zone", "first", "local_times"),
    [
        # Clocks go forward at 01:00 UTC of 28 March 2027.
        ("Europe/London", datetime(2027, 3, 21, 18, tzinfo=UTC), ["18:00", "18:00"]),
        # The clocks show no half past one on that day.
        ("Europe/London", datetime(2027, 3, 21, 1, 30, tzinfo=UTC), ["01:30", "02:30"]),
        # Half an hour forward on 3 October 2027, at two o'clock.
        ("Australia/Lord_Howe", datetime(2027, 9, 25, 15, 40, tzinfo=UTC), ["02:10", "02:40"]),
        ("Australia/Lord_Howe", datetime(2027, 9, 26, 7, 30, tzinfo=UTC), ["18:00", "18:00"]),
    ],
)
def test_over_changes_of_clocks(zone: str, first: datetime, local_times: list[str]) -> None:
    starts = weekly_starts(first, zone, 2)
    assert [f"{shown(start, zone):%H:%M}" for start in starts] == local_times


def test_of_an_hour_that_is_shown_twice_the_first_is_meant() -> None:
    # Clocks go back at 01:00 UTC of 31 October 2027.
    starts = weekly_starts(datetime(2027, 10, 24, 0, 30, tzinfo=UTC), "Europe/London", 2)
    assert starts[1] == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("until", "count"), [(date(2027, 1, 4), 1), (date(2027, 1, 10), 1), (date(2027, 1, 11), 2)]
)
def test_until_names_a_day_of_the_trainers_zone_and_includes_it(until: date, count: int) -> None:
    # Monday the 4th in Auckland, still Sunday by UTC.
    first = datetime(2027, 1, 3, 20, tzinfo=UTC)
    recurrence = RecurrenceBody(freq="weekly", until=until)
    assert classes_of(recurrence, first, "Pacific/Auckland") == count


@pytest.mark.parametrize("until", [date(2027, 1, 3), date(2028, 1, 3)])
def test_an_end_that_makes_none_or_too_many_is_refused(until: date) -> None:
    recurrence = RecurrenceBody(freq="weekly", until=until)
    with pytest.raises(InvalidInput) as refused:
        classes_of(recurrence, datetime(2027, 1, 4, 9, tzinfo=UTC), "UTC")
    assert refused.value.fields[0].path == "body.recurrence.until"

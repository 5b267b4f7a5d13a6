"""Which days may be logged, which are shown, and the buckets they fall into."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.errors import InvalidInput
from stvos.progress_logs.calendar_days import (
    GroupBy,
    bucket_of,
    chosen_range,
    days_between,
    loggable,
)

TODAY = date(2026, 11, 18)
NOW = datetime(2026, 11, 18, 9, 59, tzinfo=UTC)
DAYS = st.dates(date(2001, 1, 1), date(2199, 12, 31))


def test_an_entry_without_a_day_is_today_s() -> None:
    assert loggable(None, TODAY, NOW) == TODAY


@given(st.integers(-800, 800))
def test_the_last_366_days_may_be_logged_and_no_other(ago: int) -> None:
    wish = TODAY - timedelta(days=ago)

    if 0 <= ago <= 366:
        assert loggable(wish, TODAY, NOW) == wish
    else:
        with pytest.raises(InvalidInput):
            loggable(wish, TODAY, NOW)


def test_a_day_that_has_begun_somewhere_on_earth_may_be_logged() -> None:
    in_kiritimati = TODAY + timedelta(days=1)

    assert loggable(in_kiritimati, TODAY, NOW + timedelta(minutes=1)) == in_kiritimati
    with pytest.raises(InvalidInput):
        loggable(in_kiritimati, TODAY, NOW)
    with pytest.raises(InvalidInput):
        loggable(in_kiritimati + timedelta(days=1), TODAY, NOW + timedelta(hours=13))


@pytest.mark.parametrize(
    ("asked", "chosen"),
    [
        ((None, None), (date(2026, 10, 20), TODAY)),
        ((date(2026, 11, 1), None), (date(2026, 11, 1), TODAY)),
        ((None, date(2026, 1, 30)), (date(2026, 1, 1), date(2026, 1, 30))),
        ((date(2027, 1, 1), None), (date(2027, 1, 1), date(2027, 1, 1))),
    ],
)
def test_what_is_not_asked_is_filled_in(
    asked: tuple[date | None, date | None], chosen: tuple[date, date]
) -> None:
    assert chosen_range(*asked, TODAY) == chosen


@given(DAYS, st.integers(0, 365), st.sampled_from(GroupBy))
def test_every_day_falls_into_one_bucket_and_buckets_stay_in_order(
    first: date, length: int, group_by: GroupBy
) -> None:
    days = list(days_between(first, first + timedelta(days=length)))
    buckets = [bucket_of(day, group_by) for day in days]

    assert len(days) == length + 1
    assert all(before <= after for before, after in pairwise(buckets))
    assert all(bucket <= day for bucket, day in zip(buckets, days, strict=True))


@given(DAYS)
def test_weeks_are_iso_weeks(day: date) -> None:
    monday = bucket_of(day, GroupBy.WEEK)

    assert monday.isoweekday() == 1
    assert monday.isocalendar()[:2] == day.isocalendar()[:2]


@given(DAYS)
def test_months_start_on_their_first_day(day: date) -> None:
    first = bucket_of(day, GroupBy.MONTH)

    assert (first.year, first.month, first.day) == (day.year, day.month, 1)

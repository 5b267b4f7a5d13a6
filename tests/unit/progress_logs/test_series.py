"""The series of a stretch of days."""

from datetime import date

from stvos.progress_logs.calendar_days import GroupBy
from stvos.progress_logs.entries import Day
from stvos.progress_logs.series import LoggedPeriod

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 10)


def test_watched_seconds_add_up_before_they_are_minutes() -> None:
    watched = {date(2026, 11, day): 50 for day in (2, 3, 4)}

    stretch = LoggedPeriod(FIRST, LAST, {}, watched)

    assert [point.watched_minutes for point in stretch.series(GroupBy.WEEK)] == [0, 2, 0]
    assert stretch.total().watched_minutes == 2


def test_a_minute_watched_makes_a_day_active_and_less_does_not() -> None:
    watched = {date(2026, 11, 2): 59, date(2026, 11, 3): 60}
    days = {date(2026, 11, 4): Day(date=date(2026, 11, 4), logs=1)}

    assert LoggedPeriod(FIRST, LAST, days, watched).active_days() == 2


def test_a_day_whose_entries_are_all_deleted_is_not_active() -> None:
    days = {date(2026, 11, 4): Day(date=date(2026, 11, 4), logs=0)}

    assert LoggedPeriod(FIRST, LAST, days, {}).active_days() == 0


def test_the_last_weight_of_a_bucket_is_shown() -> None:
    days = {
        date(2026, 11, n): Day(date=date(2026, 11, n), logs=1, weight_kg=weight)
        for n, weight in {2: 80.0, 4: 81.0, 5: None}.items()
    }

    points = LoggedPeriod(FIRST, LAST, days, {}).series(GroupBy.WEEK)

    assert [point.weight_kg for point in points] == [None, 81.0, None]


def test_sums_of_decimals_are_what_one_expects() -> None:
    days = {
        date(2026, 11, n): Day(date=date(2026, 11, n), logs=1, protein=0.1) for n in range(1, 4)
    }

    assert LoggedPeriod(FIRST, LAST, days, {}).total().protein == 0.3

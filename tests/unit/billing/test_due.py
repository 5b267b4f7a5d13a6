"""When a month's report is due, in every zone there is."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stvos.billing.due import current_month, due_at, is_over
from stvos.months import Month

ZONES = st.sampled_from(sorted(available_timezones()))
MONTHS = st.builds(Month, st.integers(2025, 2060), st.integers(1, 12))


@pytest.mark.parametrize(
    ("month", "zone", "due"),
    [
        ("2026-01", "UTC", "2026-02-01T06:00"),
        ("2026-03", "Pacific/Auckland", "2026-03-31T17:00"),  # UTC+13, the last days of it
        ("2026-04", "Pacific/Auckland", "2026-04-30T18:00"),  # UTC+12
        ("2026-02", "Europe/London", "2026-03-01T06:00"),
        ("2026-03", "Europe/London", "2026-04-01T05:00"),  # summer time has begun
        ("2026-10", "America/Los_Angeles", "2026-11-01T14:00"),  # it ended four hours before
        ("2026-03", "America/Los_Angeles", "2026-04-01T13:00"),
        ("2026-12", "Pacific/Kiritimati", "2026-12-31T16:00"),  # UTC+14
        ("2026-12", "Etc/GMT+12", "2027-01-01T18:00"),
        ("2026-06", "Asia/Kathmandu", "2026-07-01T00:15"),  # UTC+5:45
        ("2026-06", "Australia/Eucla", "2026-06-30T21:15"),  # UTC+8:45
        ("2026-10", "Pacific/Chatham", "2026-10-31T16:15"),  # UTC+13:45 in summer
        ("2026-06", "Asia/Kolkata", "2026-07-01T00:30"),
    ],
)
def test_a_report_is_due_at_six_by_the_partner_s_own_clock(month: str, zone: str, due: str) -> None:
    assert due_at(Month.parse(month), zone) == datetime.fromisoformat(due).replace(tzinfo=UTC)


@given(MONTHS, ZONES)
def test_it_is_then_six_on_the_first_of_the_next_month_there(month: Month, zone: str) -> None:
    local = due_at(month, zone).astimezone(ZoneInfo(zone))

    assert local.date() == month.after.first_day
    assert local.time() == time(6)


@given(MONTHS, ZONES)
def test_a_month_is_over_when_its_report_is_due_and_runs_an_hour_before_its_end(
    month: Month, zone: str
) -> None:
    due = due_at(month, zone)

    assert is_over(month, zone, due)
    assert current_month(zone, due) == month.after
    assert not is_over(month, zone, due - timedelta(hours=9))


@given(MONTHS, ZONES)
def test_one_month_is_due_after_the_other(month: Month, zone: str) -> None:
    gap = due_at(month.after, zone) - due_at(month, zone)

    assert timedelta(days=27) < gap < timedelta(days=32)


@pytest.mark.parametrize(
    ("zone", "runs"),
    [
        ("Pacific/Auckland", "2026-02"),
        ("Europe/London", "2026-01"),
        ("America/Los_Angeles", "2026-01"),
    ],
)
def test_the_same_instant_lies_in_different_months(zone: str, runs: str) -> None:
    instant = datetime(2026, 1, 31, 12, tzinfo=UTC)

    assert str(current_month(zone, instant)) == runs

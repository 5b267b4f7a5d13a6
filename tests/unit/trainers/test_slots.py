"""Slots: hours, daylight saving, buffers, notice, horizon and caps."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from stvos.diaries.models import Taken
from stvos.trainers.models import (
    AvailabilityException,
    BookingRules,
    ExceptionKind,
    Schedule,
    Service,
    WeeklyHours,
)
from stvos.trainers.slots import Slot, find_slot, open_slots, slot_start

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def service(duration: int = 60) -> Service:
    return Service(id=1, name="Session", duration=duration, price=Decimal(50), currency="GBP")


def schedule(
    *hours: tuple[int, int],
    exceptions: tuple[AvailabilityException, ...] = (),
    **rules: object,
) -> Schedule:
    """These hours on every day, in minutes of the day; booked half-hourly, a year ahead."""
    weekly = tuple(
        WeeklyHours.model_validate({"day": day, "start": start, "end": end})
        for day in EVERY_DAY
        for start, end in hours
    )
    return Schedule(
        trainer_id=1,
        weekly=weekly,
        exceptions=exceptions,
        rules=BookingRules.model_validate({"horizon_days": 365, "min_notice_hours": 0} | rules),
    )


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def on(
    day: str,
    offered: Schedule,
    zone: str = "UTC",
    duration: int = 60,
    taken: Taken | None = None,
    now: datetime = NOW,
) -> list[str]:
    """The starts within a UTC day, as `HH:MM` of UTC."""
    first = utc(day)
    between = (first, first + timedelta(days=1))
    slots = open_slots(offered, zone, service(duration), between, now, taken or Taken())
    return [f"{slot.starts_at:%H:%M}" for slot in slots]


def exception(
    kind: ExceptionKind, first: str, last: str, start: int | None = None, end: int | None = None
) -> AvailabilityException:
    return AvailabilityException(
        id=1,
        kind=kind,
        first=date.fromisoformat(first),
        last=date.fromisoformat(last),
        start=start,
        end=end,
    )


NINE_TO_NOON = (9 * 60, 12 * 60)


def test_a_session_lies_within_the_hours_as_a_whole() -> None:
    assert on("2026-02-02", schedule(NINE_TO_NOON)) == ["09:00", "09:30", "10:00", "10:30", "11:00"]


def test_hours_that_meet_are_one_stretch() -> None:
    meeting = schedule((9 * 60, 10 * 60), (10 * 60, 11 * 60), increment=60)
    assert on("2026-02-02", meeting, duration=120) == ["09:00"]


def test_hours_up_to_midnight_go_on_after_it() -> None:
    night = schedule((23 * 60, 24 * 60), (0, 60), increment=30)
    assert on("2026-02-02", night, duration=60) == ["00:00", "23:00", "23:30"]


def test_a_start_counts_from_the_beginning_of_its_hours() -> None:
    assert on("2026-02-02", schedule((9 * 60 + 20, 12 * 60), increment=60)) == ["09:20", "10:20"]


def test_buffers_need_not_be_within_the_hours_but_must_be_free() -> None:
    buffered = schedule(NINE_TO_NOON, buffer_before=30, buffer_after=15)
    ten = 1 << 120  # 10:00 to 10:05
    taken = Taken(cells={date(2026, 2, 2): ten})
    assert on("2026-02-02", buffered, duration=30, taken=taken) == ["09:00", "11:00", "11:30"]


def test_what_is_taken_the_day_before_reaches_into_the_night() -> None:
    last_cell = Taken(cells={date(2026, 2, 1): 1 << 287})
    assert on("2026-02-02", schedule((0, 60), buffer_before=5), duration=30, taken=last_cell) == [
        "00:30"
    ]


def test_time_off_wins_over_extra_hours_and_extra_hours_add() -> None:
    extra = exception(ExceptionKind.EXTRA, "2026-02-02", "2026-02-03", 18 * 60, 19 * 60)
    off = exception(ExceptionKind.OFF, "2026-02-03", "2026-02-03")
    off_at_ten = exception(ExceptionKind.OFF, "2026-02-02", "2026-02-02", 10 * 60, 11 * 60)
    offered = schedule(NINE_TO_NOON, exceptions=(extra, off, off_at_ten))
    assert on("2026-02-02", offered) == ["09:00", "11:00", "18:00"]
    assert on("2026-02-03", offered) == []


def test_notice_is_kept_to_the_minute() -> None:
    offered = schedule(NINE_TO_NOON, min_notice_hours=2)
    assert on("2026-02-02", offered, now=utc("2026-02-02T07:30"))[0] == "09:30"
    just_after = utc("2026-02-02T07:30") + timedelta(milliseconds=1)
    assert on("2026-02-02", offered, now=just_after)[0] == "10:00"


def test_the_horizon_s_last_day_is_open_to_its_end_and_the_next_is_not() -> None:
    offered = schedule(NINE_TO_NOON, horizon_days=3)
    assert on("2026-01-04", offered)[-1] == "11:00"
    assert on("2026-01-05", offered) == []


def test_a_day_with_its_number_of_sessions_is_full_in_the_trainer_s_zone() -> None:
    offered = schedule((0, 24 * 60), max_per_day=2, increment=240)
    # 2 February in Auckland is from 11:00 UTC of the first to 11:00 of the second.
    taken = Taken(sessions={date(2026, 2, 2): 2})
    listed = on("2026-02-02", offered, "Pacific/Auckland", taken=taken)
    assert listed == ["11:00", "15:00", "19:00", "23:00"]


@pytest.mark.parametrize(
    ("zone", "day", "starts"),
    [
        # The clocks skip 01:00 to 02:00: half past midnight is followed by two o'clock.
        ("Europe/London", "2026-03-29", ["00:00", "00:30", "01:00", "01:30"]),
        # They show 01:00 to 02:00 twice: both are listed.
        ("Europe/London", "2026-10-25", ["00:00", "00:30", "01:00", "01:30", "02:00", "02:30"]),
    ],
)
def test_the_missing_hour_has_no_slot_and_the_repeated_one_has_two(
    zone: str, day: str, starts: list[str]
) -> None:
    night = schedule((0, 3 * 60))
    # From 00:00 to 03:00 on the wall; before the change in autumn the clocks are an hour ahead.
    first = utc(day) - timedelta(hours=1)
    slots = open_slots(night, zone, service(30), (first, first + timedelta(hours=6)), NOW)
    found = [f"{slot.starts_at:%H:%M}" for slot in slots]
    expected = starts if "03" in day[5:7] else ["23:00", "23:30", *starts]
    assert found == expected


def test_a_zone_of_half_hours_of_daylight_saving_keeps_its_wall_clock() -> None:
    # Lord Howe moves by 30 minutes: 02:00 becomes 02:30 on 4 October 2026.
    morning = schedule((9 * 60, 10 * 60))
    assert on("2026-10-02", morning, "Australia/Lord_Howe", duration=30)[-2:] == ["22:30", "23:00"]
    assert on("2026-10-04", morning, "Australia/Lord_Howe", duration=30)[-2:] == ["22:00", "22:30"]


def test_a_day_that_the_zone_skipped_has_no_slot() -> None:
    # Samoa went from 29 to 31 December 2011.
    offered = schedule(
        exceptions=(exception(ExceptionKind.EXTRA, "2011-12-30", "2011-12-30", 0, 24 * 60),)
    )
    now = utc("2011-12-01")
    between = (utc("2011-12-28"), utc("2012-01-02"))
    assert open_slots(offered, "Pacific/Apia", service(30), between, now) == []


def test_a_listed_slot_is_found_by_its_start_and_no_other_time_is() -> None:
    offered = schedule(NINE_TO_NOON)
    start = utc("2026-02-02T09:30")
    slot = find_slot(offered, "UTC", service(), start, NOW)
    assert slot == Slot(start, start + timedelta(hours=1))
    assert slot_start(slot.id) == start
    for other in ("09:15", "09:31", "08:30", "11:30"):
        assert find_slot(offered, "UTC", service(), utc(f"2026-02-02T{other}"), NOW) is None
    assert find_slot(offered, "UTC", service(), start + timedelta(seconds=1), NOW) is None

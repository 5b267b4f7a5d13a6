"""Slots against a reference that asks each five minutes what the clock on the wall shows."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given, settings
from hypothesis import strategies as st

from stvos.diaries.models import Taken
from stvos.trainers.models import (
    WEEKDAYS,
    AvailabilityException,
    BookingRules,
    ExceptionKind,
    Schedule,
    Service,
    WeeklyHours,
)
from stvos.trainers.slots import find_slot, open_slots

CELL = timedelta(minutes=5)
ZONES = sorted(available_timezones() - {"localtime", "Factory"})
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
TWO_YEARS = 2 * 365

cells = st.integers(0, 288).map(lambda cell: cell * 5)


@st.composite
def hours(draw: st.DrawFn) -> tuple[int, int]:
    start, end = sorted(draw(st.lists(cells, min_size=2, max_size=2, unique=True)))
    return start, end


@st.composite
def schedules(draw: st.DrawFn, around: date) -> Schedule:
    weekly = [
        WeeklyHours(day=draw(st.sampled_from(WEEKDAYS)), start=start, end=end)
        for start, end in draw(st.lists(hours(), max_size=12))
    ]
    exceptions = []
    for number, span in enumerate(draw(st.lists(hours(), max_size=4))):
        first = around + timedelta(days=draw(st.integers(-2, 3)))
        kind = draw(st.sampled_from(ExceptionKind))
        whole = kind is ExceptionKind.OFF and draw(st.booleans())
        exceptions.append(
            AvailabilityException(
                id=number + 1,
                kind=kind,
                first=first,
                last=first + timedelta(days=draw(st.integers(0, 2))),
                start=None if whole else span[0],
                end=None if whole else span[1],
            )
        )
    rules = BookingRules(
        buffer_before=draw(st.integers(0, 12)) * 5,
        buffer_after=draw(st.integers(0, 12)) * 5,
        min_notice_hours=draw(st.integers(0, 48)),
        horizon_days=draw(st.integers(1, 6)),
        increment=draw(st.sampled_from((5, 10, 15, 30, 45, 60))),
        max_per_day=draw(st.none() | st.integers(1, 3)),
    )
    return Schedule(trainer_id=1, weekly=tuple(weekly), exceptions=tuple(exceptions), rules=rules)


@st.composite
def cases(draw: st.DrawFn) -> tuple[Schedule, str, Service, datetime, datetime, Taken]:
    zone = draw(st.sampled_from(ZONES))
    first = FIRST + timedelta(days=draw(st.integers(0, TWO_YEARS)))
    service = Service(
        id=1, name="A", duration=draw(st.integers(1, 36)) * 5, price=Decimal(1), currency="EUR"
    )
    now = first + timedelta(minutes=draw(st.integers(-2 * 1440, 1440)))
    days = [first.date() + timedelta(days=n) for n in range(-1, 4)]
    booked = draw(st.lists(st.tuples(st.sampled_from(days), st.integers(0, 287)), max_size=6))
    taken = Taken(
        cells={day: sum(1 << c for d, c in set(booked) if d == day) for day, _ in booked},
        sessions=draw(st.dictionaries(st.sampled_from(days), st.integers(0, 3), max_size=3)),
    )
    return draw(schedules(around=first.date())), zone, service, first, now, taken


class Reference:
    """What may be booked, instant by instant."""

    def __init__(
        self, schedule: Schedule, zone: str, service: Service, now: datetime, taken: Taken
    ) -> None:
        self.schedule, self.zone, self.service = schedule, ZoneInfo(zone), service
        self.now, self.taken = now, taken

    def hours(self, day: date) -> list[tuple[int, int]]:
        weekly = [
            (h.start, h.end) for h in self.schedule.weekly if h.day == WEEKDAYS[day.weekday()]
        ]
        return weekly + [
            (e.start or 0, e.end or 0)
            for e in self.schedule.exceptions
            if e.kind is ExceptionKind.EXTRA and e.first <= day <= e.last
        ]

    def is_off(self, day: date, minute: int) -> bool:
        return any(
            (e.start is None or e.end is None or e.start <= minute < e.end)
            for e in self.schedule.exceptions
            if e.kind is ExceptionKind.OFF and e.first <= day <= e.last
        )

    def local(self, instant: datetime) -> tuple[date, int]:
        wall = instant.astimezone(self.zone)
        return wall.date(), wall.hour * 60 + wall.minute

    def is_open(self, instant: datetime) -> bool:
        day, minute = self.local(instant)
        within = any(start <= minute < end for start, end in self.hours(day))
        return within and not self.is_off(day, minute)

    def is_taken(self, instant: datetime) -> bool:
        cell = (instant.hour * 60 + instant.minute) // 5
        return bool(self.taken.cells.get(instant.date(), 0) >> cell & 1)

    def is_slot(self, start: datetime) -> bool:
        rules = self.schedule.rules
        day, minute = self.local(start)
        aligned = any(
            first <= minute < last and (minute - first) % rules.increment == 0
            for first, last in self.hours(day)
        )
        end = start + timedelta(minutes=self.service.duration)
        before = start - timedelta(minutes=rules.buffer_before)
        after = end + timedelta(minutes=rules.buffer_after)
        today = self.now.astimezone(self.zone).date()
        return (
            aligned
            and start >= self.now + timedelta(hours=rules.min_notice_hours)
            and day <= today + timedelta(days=rules.horizon_days)
            and (rules.max_per_day is None or self.taken.sessions.get(day, 0) < rules.max_per_day)
            and all(self.is_open(at) for at in each_cell(start, end))
            and not any(self.is_taken(at) for at in each_cell(before, after))
        )


def each_cell(start: datetime, end: datetime) -> list[datetime]:
    return [start + CELL * n for n in range((end - start) // CELL)]


@given(case=cases())
@settings(max_examples=120, deadline=None, derandomize=True, database=None)
def test_slots_are_what_the_clock_on_the_wall_allows(
    case: tuple[Schedule, str, Service, datetime, datetime, Taken],
) -> None:
    schedule, zone, service, first, now, taken = case
    last = first + timedelta(days=2)
    reference = Reference(schedule, zone, service, now, taken)
    expected = [at for at in each_cell(first, last) if reference.is_slot(at)]
    listed = open_slots(schedule, zone, service, (first, last), now, taken)
    assert [slot.starts_at for slot in listed] == expected


@given(case=cases())
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_every_listed_slot_is_found_and_nothing_else_is(
    case: tuple[Schedule, str, Service, datetime, datetime, Taken],
) -> None:
    schedule, zone, service, first, now, _ = case
    listed = {
        slot.starts_at
        for slot in open_slots(schedule, zone, service, (first, first + timedelta(days=1)), now)
    }
    for at in each_cell(first, first + timedelta(days=1)):
        found = find_slot(schedule, zone, service, at, now)
        assert (found is not None) == (at in listed)


def test_on_the_days_on_which_clocks_change_every_zone_keeps_its_wall_clock() -> None:
    rules = BookingRules(increment=15, min_notice_hours=0, horizon_days=1000)
    weekly = tuple(WeeklyHours(day=day, start=5, end=1435) for day in WEEKDAYS)
    schedule = Schedule(trainer_id=1, weekly=weekly, rules=rules)
    service = Service(id=1, name="A", duration=15, price=Decimal(1), currency="EUR")
    changes = 0
    for zone in ZONES:
        for change in changes_of(zone):
            changes += 1
            reference = Reference(schedule, zone, service, FIRST, Taken())
            span = (change - timedelta(hours=4), change + timedelta(hours=4))
            listed = [s.starts_at for s in open_slots(schedule, zone, service, span, FIRST)]
            assert listed == [at for at in each_cell(*span) if reference.is_slot(at)], zone
    assert changes > 400


def changes_of(zone: str) -> list[datetime]:
    """The hours within two years at whose end a zone's clocks are changed."""
    info = ZoneInfo(zone)
    days = [FIRST + timedelta(days=n) for n in range(TWO_YEARS)]
    offsets = [day.astimezone(info).utcoffset() for day in days]
    changed = [
        day for day, now, then in zip(days, offsets, offsets[1:], strict=False) if now != then
    ]
    return [
        next(
            hour
            for hour in (day + timedelta(hours=n) for n in range(25))
            if hour.astimezone(info).utcoffset()
            != (hour + timedelta(hours=1)).astimezone(info).utcoffset()
        )
        + timedelta(hours=1)
        for day in changed
    ]

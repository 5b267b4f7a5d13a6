"""When a trainer can be booked: one pure function for listing slots and for accepting a booking.

Time is counted in cells of five minutes. Open hours, taken cells and possible starts are bit masks,
one bit a cell, so that a month is expanded by some dozens of operations on whole numbers.

The rules, in local wall time of the trainer's zone:

- A session is within open hours as a whole; buffers need not, but must be free.
- A start is a multiple of the increment after the beginning of the hours that it is in, by the
  clock on the wall: 09:00, 09:30 on every day, daylight-saving days included. Of an hour that the
  clocks show twice both are listed; an hour that they skip has no slot.
- Time off wins over extra hours, extra hours add to the weekly ones.
- Notice and horizon count from now; the horizon's last day is open to its end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from stvos.clock import day_of
from stvos.diaries.models import Taken
from stvos.trainers.models import (
    CELL_MINUTES,
    WEEKDAYS,
    AvailabilityException,
    ExceptionKind,
    Schedule,
    Service,
)
from stvos.trainers.wall_time import DAY, Segment, day_start, instant_of, minute_of, segments

CELLS_A_DAY = DAY // CELL_MINUTES


@dataclass(frozen=True, slots=True)
class Slot:
    """A time at which a service can be booked."""

    starts_at: datetime
    ends_at: datetime

    @property
    def id(self) -> int:
        return minute_of(self.starts_at)


NOTHING_TAKEN = Taken()


def slot_start(slot_id: int) -> datetime:
    """The start that a `slotId` stands for."""
    return instant_of(slot_id)


def open_slots(
    schedule: Schedule,
    zone: str,
    service: Service,
    between: tuple[datetime, datetime],
    now: datetime,
    taken: Taken = NOTHING_TAKEN,
) -> list[Slot]:
    """The slots of a service that start within `between` (its end excluded), in order."""
    grid = _Grid.around(zone, *between)
    starts = _starts(grid, schedule, service, now, taken) & grid.mask(
        minute_of(between[0]), minute_of(between[1])
    )
    length = timedelta(minutes=service.duration)
    return [Slot(at, at + length) for at in map(grid.instant, _bits(starts))]


def find_slot(
    schedule: Schedule, zone: str, service: Service, start: datetime, now: datetime
) -> Slot | None:
    """The slot of a service at this start, if the hours and rules have one; whether it is taken is
    for the write that takes it to say.
    """
    span = (start, start + timedelta(minutes=1))
    slots = open_slots(schedule, zone, service, span, now)
    return next((slot for slot in slots if slot.starts_at == start), None)


def hours_of_exception(
    exception: AvailabilityException, zone: str
) -> list[tuple[datetime, datetime]]:
    """The instants of an exception's hours, as spans with their ends excluded."""
    days = (exception.last - exception.first).days + 1
    midnight = datetime.combine(exception.first, time(), UTC)
    grid = _Grid.around(zone, midnight, midnight + timedelta(days=days))
    return [
        (instant_of(first), instant_of(last))
        for day in grid.days
        if exception.holds_on(day)
        for first, last, _ in grid.hours(day, *_hours(exception))
    ]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Some days around a span of time as a row of cells, the first of them at `origin`."""

    zone: str
    origin: int
    end: int
    days: tuple[date, ...]
    segments: tuple[Segment, ...]

    @classmethod
    def around(cls, zone: str, first: datetime, last: datetime) -> "_Grid":
        # Two days more on either side: what a zone's clocks are ahead or behind, and a session's
        # length with its buffers.
        origin = day_start(first.date() - timedelta(days=2))
        end = day_start(last.date() + timedelta(days=3))
        days = tuple(date(1970, 1, 1) + timedelta(days=n) for n in range(origin // DAY, end // DAY))
        return cls(zone, origin, end, days, segments(zone, origin, end))

    def instant(self, cell: int) -> datetime:
        return instant_of(self.origin + cell * CELL_MINUTES)

    def mask(self, start: int, end: int) -> int:
        """The cells that begin at or after minute `start` and before `end`."""
        first = max(0, -((self.origin - start) // CELL_MINUTES))
        last = max(first, -((self.origin - min(end, self.end)) // CELL_MINUTES))
        return _ones(last - first) << first

    def hours(self, day: date, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Hours of a local day as spans of minutes since 1970, each with its local beginning."""
        local = day_start(day)
        for segment in self.segments:
            span = segment.between(local + start, local + end)
            if span:
                yield (*span, local + start - segment.offset)

    def hours_mask(self, day: date, start: int, end: int) -> int:
        mask = 0
        for first, last, _ in self.hours(day, start, end):
            mask |= self.mask(first, last)
        return mask


def _starts(grid: _Grid, schedule: Schedule, service: Service, now: datetime, taken: Taken) -> int:
    """All possible starts on the grid, as a mask."""
    rules = schedule.rules
    open_cells, aligned = _open_hours(grid, schedule)
    busy = 0
    for day, cells in taken.cells.items():
        shift = (day_start(day) - grid.origin) // CELL_MINUTES
        busy |= cells << shift if shift >= 0 else cells >> -shift
    length = service.duration // CELL_MINUTES
    before, after = rules.buffer_before // CELL_MINUTES, rules.buffer_after // CELL_MINUTES
    free = _runs(_ones((grid.end - grid.origin) // CELL_MINUTES) & ~busy, before + length + after)
    starts = aligned & _runs(open_cells, length) & (free << before)
    earliest = minute_of(now + timedelta(hours=rules.min_notice_hours, minutes=1, microseconds=-1))
    starts &= grid.mask(earliest, grid.end)
    last_day = day_of(now, grid.zone) + timedelta(days=rules.horizon_days)
    for day in grid.days:
        full = rules.max_per_day is not None and taken.sessions.get(day, 0) >= rules.max_per_day
        if full or day > last_day:
            starts &= ~grid.hours_mask(day, 0, DAY)
    return starts


def _open_hours(grid: _Grid, schedule: Schedule) -> tuple[int, int]:
    """The open cells, and those of them at which a session may start."""
    step = schedule.rules.increment
    open_cells = aligned = closed = 0
    for day in grid.days:
        weekday = WEEKDAYS[day.weekday()]
        on_this_day = [e for e in schedule.exceptions if e.holds_on(day)]
        hours = [(h.start, h.end) for h in schedule.weekly if h.day == weekday]
        hours += [_hours(e) for e in on_this_day if e.kind is ExceptionKind.EXTRA]
        for start, end in hours:
            for first, last, beginning in grid.hours(day, start, end):
                open_cells |= grid.mask(first, last)
                aligned |= _every(grid, step, beginning, first, last)
        for off in on_this_day:
            if off.kind is ExceptionKind.OFF:
                closed |= grid.hours_mask(day, *_hours(off))
    return open_cells & ~closed, aligned


def _hours(exception: AvailabilityException) -> tuple[int, int]:
    if exception.start is None or exception.end is None:
        return 0, DAY
    return exception.start, exception.end


def _every(grid: _Grid, step: int, beginning: int, first: int, last: int) -> int:
    """Each `step` minutes after `beginning`, from `first` to before `last`, as a mask."""
    at = beginning + -(-(first - beginning) // step) * step
    count = -(-(last - at) // step)
    shift = (at - grid.origin) // CELL_MINUTES
    if count <= 0 or shift < 0:
        return 0
    cells = step // CELL_MINUTES
    return (_ones(count * cells) // _ones(cells)) << shift


def _ones(count: int) -> int:
    return (1 << count) - 1


def _runs(mask: int, length: int) -> int:
    """The cells from which `length` cells in a row are in the mask, by doubling."""
    run = 1
    while run < length:
        step = min(run, length - run)
        mask &= mask >> step
        run += step
    return mask


def _bits(mask: int) -> Iterator[int]:
    """The places of the bits that are set, in order."""
    digits = bin(mask)[:1:-1]
    at = digits.find("1")
    while at >= 0:
        yield at
        at = digits.find("1", at + 1)

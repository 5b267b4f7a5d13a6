"""Time as a diary divides it: days of UTC, each of 288 cells of five minutes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

CELL = timedelta(minutes=5)
CELLS_A_DAY = 288


@dataclass(frozen=True, slots=True)
class Taken:
    """What is booked: cells by UTC day (bit n is the day's n-th cell), and the number of sessions
    by local day.
    """

    cells: Mapping[date, int] = field(default_factory=dict)
    sessions: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DiaryEntry:
    """A time that is taken for something, buffers included, in whole cells.

    `placement` counts how often it was moved. `counted_on`: the local day whose sessions it is one
    of, where that is counted.
    """

    id: int
    start: datetime
    end: datetime
    placement: int = 0
    counted_on: date | None = None

    def cells(self) -> Iterator[tuple[date, range]]:
        """The cells of each day that it is on."""
        day = self.start.astimezone(UTC).date()
        while (midnight := datetime.combine(day, time(), UTC)) < self.end:
            first = max(0, (self.start - midnight) // CELL)
            last = min(CELLS_A_DAY, -((midnight - self.end) // CELL))
            yield day, range(first, last)
            day += timedelta(days=1)

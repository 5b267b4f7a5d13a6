"""Periods of whole days, weeks or months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, Self

from stvos.clock import monday_of
from stvos.months import Month

type PeriodUnit = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, weeks or months: from the first day of the first to the last day of the last."""

    by: PeriodUnit
    first_day: date
    last_day: date

    @classmethod
    def widened(cls, by: PeriodUnit, first_day: date, last_day: date) -> Self:
        """The shortest period of whole days, weeks or months that contains two days."""
        match by:
            case "day":
                return cls(by, first_day, last_day)
            case "week":
                return cls(by, monday_of(first_day), monday_of(last_day) + timedelta(days=6))
            case "month":
                return cls(by, Month.of(first_day).first_day, Month.of(last_day).last_day)

    @property
    def months(self) -> list[Month]:
        """The months that it overlaps."""
        return Month.of(self.first_day).through(Month.of(self.last_day))

    def days(self, step: int = 1) -> Iterator[date]:
        """Its days, or each `step`-th of them."""
        for offset in range(0, (self.last_day - self.first_day).days + 1, step):
            yield self.first_day + timedelta(days=offset)

"""Periods of whole days, weeks or months."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field

from stvos.clock import monday_of
from stvos.models import Answer
from stvos.months import Month

type GroupBy = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, weeks or months: from the first day of the first to the last of the last."""

    by: GroupBy
    first: date
    last: date

    @classmethod
    def widened(cls, by: GroupBy, first: date, last: date) -> Self:
        """The shortest period of whole days, weeks or months that contains two days."""
        match by:
            case "day":
                return cls(by, first, last)
            case "week":
                return cls(by, monday_of(first), monday_of(last) + timedelta(days=6))
            case "month":
                return cls(by, Month.of(first).first, Month.of(last).last)

    @property
    def months(self) -> list[Month]:
        """The months that it overlaps."""
        return Month.of(self.first).through(Month.of(self.last))

    def days(self, step: int = 1) -> Iterator[date]:
        """Its days, or each `step`-th of them."""
        for offset in range(0, (self.last - self.first).days + 1, step):
            yield self.first + timedelta(days=offset)


class PeriodAnswer(Answer):
    """The first and the last day of the figures, in the partner's time zone."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]

    @classmethod
    def of_months(cls, first: Month, last: Month) -> Self:
        return cls(first=first.first, last=last.last)

"""Calendar months, written `2026-11`: what bills, cohorts and popularity are counted by."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, PlainSerializer, StringConstraints

from stvos.patterns import matching

_TEXT = re.compile(r"^([0-9]{4})-(0[1-9]|1[0-2])$")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One month of some zone's calendar."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Self:
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From `2026-11`; raises ValueError for anything else."""
        match = _TEXT.match(text)
        if not match:
            raise ValueError("must be a month such as 2026-11")
        return cls(int(match[1]), int(match[2]))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_day(self) -> date:
        return self.after.first_day - timedelta(days=1)

    @property
    def after(self) -> "Month":
        return self.plus(1)

    @property
    def before(self) -> "Month":
        return self.plus(-1)

    def plus(self, months: int) -> "Month":
        year, number = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, number + 1)

    def through(self, last: "Month") -> "list[Month]":
        """This month and each one after it up to `last`; none when that comes before."""
        months = (last.year - self.year) * 12 + last.number - self.number
        return [self.plus(n) for n in range(months + 1)]


def _read(value: str | Month) -> Month:
    return Month.parse(value) if isinstance(value, str) else value


# Asked.
MonthText = Annotated[
    str,
    StringConstraints(min_length=7, max_length=7),
    matching(r"^20[0-9]{2}-(0[1-9]|1[0-2])$", "a month of this century such as 2026-01"),
    Field(examples=["2026-01"]),
]
# Stored.
StoredMonth = Annotated[
    Month, BeforeValidator(_read), PlainSerializer(str, return_type=str, when_used="json")
]

"""The period that figures are of, as it is answered."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from stvos.models import Answer
from stvos.months import Month


class PeriodAnswer(Answer):
    """The first and the last day of the figures, in the partner's time zone."""

    first_day: Annotated[date, Field(serialization_alias="from")]
    last_day: Annotated[date, Field(serialization_alias="to")]

    @classmethod
    def of_months(cls, first_month: Month, last_month: Month) -> Self:
        return cls(first_day=first_month.first_day, last_day=last_month.last_day)

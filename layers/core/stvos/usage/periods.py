"""The days that figures are about, as answers name them."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from stvos.models import Answer
from stvos.usage.months import Month


class PeriodAnswer(Answer):
    """`from` and `to` as the answer's figures have them, both included, in the partner's zone."""

    first: Annotated[date, Field(serialization_alias="from")]
    last: Annotated[date, Field(serialization_alias="to")]

    @classmethod
    def of_months(cls, first: Month, last: Month) -> Self:
        return cls(first=first.first, last=last.last)

"""What trainers ask of group classes."""

from typing import Annotated, Literal

from pydantic import Field

from stvos.models import Body, Instant, Line120, Text1000
from stvos.money import Amount, Currency
from stvos.paging import CursorQuery
from stvos.trainers.models import CELL_MINUTES


class GroupClassBody(Body):
    """A class at one time, up to a year ahead, on a full five minutes. `duration` in minutes.
    `price` has no more digits than its currency.
    """

    name: Line120
    description: Text1000 = ""
    starts_at: Instant
    duration: Annotated[int, Field(ge=5, le=480, multiple_of=CELL_MINUTES, description="minutes")]
    capacity: Annotated[int, Field(ge=1, le=5000)]
    waitlist: bool = True
    price: Amount
    currency: Currency


class GroupClassesQuery(CursorQuery):
    """`upcoming`: not started yet, soonest first. `past`: the latest first."""

    when: Literal["upcoming", "past"] = "upcoming"

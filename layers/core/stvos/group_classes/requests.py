"""What trainers ask of group classes."""

from datetime import timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from stvos.errors import InvalidInput
from stvos.models import Body, Day, Instant, Line120, Patch, Query, Text1000, omittable
from stvos.money import Amount, Currency
from stvos.paging import CursorQuery
from stvos.trainers.models import CELL_MINUTES

MOST_CLASSES = 52
"""Of a series: a year of weeks."""

LONGEST = timedelta(hours=8)
"""A class at most."""

_Duration = Annotated[
    int,
    Field(
        ge=CELL_MINUTES,
        le=LONGEST // timedelta(minutes=1),
        multiple_of=CELL_MINUTES,
        description="minutes",
    ),
]
_Capacity = Annotated[int, Field(ge=1, le=5000)]

Scope = Literal["one", "following"]


class RecurrenceBody(Body):
    """Weekly, at the same time by the clocks of the trainer's zone: `count` classes, the first one
    counted, or those `until` a day of that zone, included. One of both, and at most 52 classes.
    """

    freq: Literal["weekly"]
    count: Annotated[int, Field(ge=1, le=MOST_CLASSES)] | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.count is None) == (self.until is None):
            raise ValueError("needs an end: either count or until")
        return self


class GroupClassBody(Body):
    """A class at one time, up to a year ahead, on a full five minutes; with a `recurrence` the
    first of a series. `duration` in minutes. `price` has no more digits than its currency.
    """

    name: Line120
    description: Text1000 = ""
    starts_at: Instant
    duration: _Duration
    capacity: _Capacity
    waitlist: bool = True
    price: Amount
    currency: Currency
    recurrence: RecurrenceBody | None = None


class ChangeGroupClassBody(Patch):
    """What is changed of a class; what is left out stays. `following`: also of all that follow in
    its series; these move by as many days, to the same time by the clocks of the trainer's zone.
    """

    name: Line120 = omittable()
    description: Text1000 = omittable()
    starts_at: Instant = omittable()
    duration: Annotated[
        int, Field(ge=5, le=480, multiple_of=CELL_MINUTES, description="minutes")
    ] = omittable()
    capacity: Annotated[int, Field(ge=1, le=5000)] = omittable()
    waitlist: bool = omittable()
    price: Amount = omittable()
    currency: Currency = omittable()
    scope: Scope | None = None

    def changes(self) -> dict[str, Any]:
        """What is named, but for the start and the scope."""
        named = self.model_fields_set - {"scope", "starts_at"}
        return {name: getattr(self, name) for name in named}


class ScopeBody(Body):
    """As `scope` of the query, which an app may send either way."""

    scope: Scope | None = None


class ScopeQuery(Query):
    """`following`: the class and all that follow it in its series; `one` unless given. Of a class
    without a series it is the class alone. It is read in the body, too.
    """

    scope: Scope | None = None

    def scope_with(self, named: Scope | None) -> Scope:
        """The scope that query and body ask for. Raises InvalidInput where they differ."""
        if self.scope and named and self.scope != named:
            raise InvalidInput.at("query.scope", "is not that of the body")
        return self.scope or named or "one"


class GroupClassesQuery(CursorQuery):
    """`upcoming`: not started yet, soonest first. `past`: the latest first."""

    when: Literal["upcoming", "past"] = "upcoming"

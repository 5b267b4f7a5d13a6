"""What trainers ask of their own schedule, and members of a trainer's."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from stvos.errors import FieldError, InvalidInput
from stvos.models import (
    Body,
    Day,
    Id,
    Line40,
    Line120,
    Patch,
    Query,
    Text1000,
    Text5000,
    omittable,
)
from stvos.money import Amount, Currency, rounded
from stvos.paging import PageQuery
from stvos.pictures import Picture
from stvos.trainers.clock_times import ClockTime
from stvos.trainers.models import CELL_MINUTES, ExceptionKind, Weekday, WeeklyHours
from stvos.zones import Zone

MAX_HOURS = 70
MAX_EXCEPTION_DAYS = 366
MAX_LISTED_DAYS = 31


_Length = Annotated[int, Field(ge=5, le=240, multiple_of=CELL_MINUTES, description="minutes")]
_Buffer = Annotated[int, Field(ge=0, le=120, multiple_of=CELL_MINUTES, description="minutes")]


class WeeklyHoursBody(Body):
    """Hours of one weekday, by the clock on the wall of the trainer's zone."""

    day: Weekday
    start: ClockTime
    end: ClockTime


class AvailabilityBody(Body):
    """All weekly hours; what is not named is not worked. Hours do not pass midnight: they end at
    24:00 and go on at 00:00 of the next day.
    """

    timezone: Zone | None = None
    weekly: Annotated[list[WeeklyHoursBody], Field(max_length=MAX_HOURS)]

    def hours(self) -> tuple[WeeklyHours, ...]:
        """In order. Raises InvalidInput for hours that are inverted or overlap."""
        wrong = [
            FieldError(f"body.weekly[{at}].end", "must be after start")
            for at, hours in enumerate(self.weekly)
            if hours.end <= hours.start
        ]
        for at, hours in enumerate(self.weekly):
            if any(
                hours.day == other.day and hours.start < other.end and other.start < hours.end
                for other in self.weekly[:at]
            ):
                wrong.append(FieldError(f"body.weekly[{at}]", "overlaps other hours of the day"))
        if wrong:
            raise InvalidInput.of(wrong)
        return tuple(WeeklyHours.model_validate(h.model_dump(by_alias=False)) for h in self.weekly)


class ExceptionBody(Body):
    """Days on which the weekly hours do not hold, both included. `off` without times is whole days;
    `extra` needs both times.
    """

    from_: Annotated[Day, Field(alias="from")]
    to: Day
    kind: ExceptionKind
    start: ClockTime | None = None
    end: ClockTime | None = None
    reason: Annotated[Text1000, Field(max_length=200)] = ""
    resolve: Annotated[
        Literal["cancel"] | None, Field(description="what becomes of bookings in the time off")
    ] = None

    def require_sound(self, today: date) -> None:
        """Raises InvalidInput for days that are over or inverted, and for times that are."""
        if self.to < self.from_:
            raise InvalidInput.at("body.to", "must not be before from")
        if self.to < today:
            raise InvalidInput.at("body.to", "is over")
        if (self.to - self.from_).days >= MAX_EXCEPTION_DAYS:
            raise InvalidInput.at("body.to", f"must be within {MAX_EXCEPTION_DAYS} days of from")
        if (self.start is None) != (self.end is None):
            missing = "start" if self.start is None else "end"
            raise InvalidInput.at(f"body.{missing}", "is required beside the other time")
        if self.start is None and self.kind is ExceptionKind.EXTRA:
            raise InvalidInput.at("body.start", "is required for extra hours")
        if self.start is not None and self.end is not None and self.end <= self.start:
            raise InvalidInput.at("body.end", "must be after start")


class BookingRulesBody(Patch):
    """Minutes, but for hours and days where the name says so. Null `maxPerDay`: any number."""

    buffer_before: _Buffer = omittable()
    buffer_after: _Buffer = omittable()
    min_notice_hours: Annotated[int, Field(ge=0, le=720)] = omittable()
    horizon_days: Annotated[int, Field(ge=1, le=365)] = omittable()
    increment: _Length = omittable()
    max_per_day: Annotated[int, Field(ge=1, le=100)] | None = None
    auto_confirm: bool = omittable()
    cancellation_hours: Annotated[int, Field(ge=0, le=720)] = omittable()


class TrainerProfileBody(Patch):
    """What a trainer changes of themselves; what is left out stays."""

    bio: Text5000 = omittable()
    specialisations: Annotated[list[Line40], Field(max_length=30)] = omittable()
    image: Picture | None = None
    timezone: Zone = omittable()
    booking_rules: BookingRulesBody = omittable()


class NewServiceBody(Body):
    """A one-to-one session that can be booked. `price` has no more digits than its currency."""

    name: Line120
    description: Text1000 = ""
    duration: _Length
    price: Amount
    currency: Currency
    active: bool = True


class ChangeServiceBody(Patch):
    name: Line120 = omittable()
    description: Text1000 = omittable()
    duration: _Length = omittable()
    price: Amount = omittable()
    currency: Currency = omittable()
    active: bool = omittable()


class TrainersQuery(PageQuery):
    """`search` finds the beginnings of words of names; only active trainers are listed unless
    `active` is false, which lists the others.
    """

    search: Annotated[str, Field(max_length=100)] | None = None
    active: bool = True
    specialisation: Annotated[str, Field(max_length=40)] | None = None


class AvailabilityQuery(Query):
    """Days of `timezone`, both included, at most 31; today and the six days after it unless given.
    Without a service, the trainer's first.
    """

    service_id: Id | None = None
    from_: Annotated[Day | None, Field(alias="from")] = None
    to: Day | None = None
    timezone: Zone | None = None

    def days(self, today: date) -> tuple[date, date]:
        """The first and the last day asked for. Raises InvalidInput for a span that is inverted or
        too long.
        """
        first = self.from_ or (min(today, self.to) if self.to else today)
        last = self.to or first + timedelta(days=6)
        if last < first:
            raise InvalidInput.at("query.to", "must not be before from")
        if (last - first).days >= MAX_LISTED_DAYS:
            raise InvalidInput.at("query.to", f"must be within {MAX_LISTED_DAYS} days of from")
        return first, last


def require_payable(price: Decimal, currency: str) -> None:
    """Raises InvalidInput for a price with more digits than its currency has."""
    if rounded(price, currency) != price:
        raise InvalidInput.at("body.price", f"has more digits than {currency} has")

"""What a trainer offers for booking, as stored: hours, services and rules."""

from datetime import date, datetime
from enum import StrEnum
from typing import Literal

from pydantic import Field

from stvos.dynamodb.signing import is_own
from stvos.models import Entity
from stvos.money import StoredAmount

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Slots, lengths and buffers are whole multiples of it.
CELL_MINUTES = 5


class ExceptionKind(StrEnum):
    """Whether an exception takes hours away or adds some."""

    OFF = "off"
    EXTRA = "extra"


class WeeklyHours(Entity):
    """Hours of a weekday. `start` and `end` are minutes of the local day, `end` up to 1440."""

    day: Weekday
    start: int
    end: int


class AvailabilityException(Entity):
    """Days from `first` to `last`, both included, on which the weekly hours do not hold: `off`
    takes the hours from `start` to `end` away, or whole days; `extra` adds them.
    """

    id: int
    first: date
    last: date
    kind: ExceptionKind
    start: int | None = None
    end: int | None = None
    reason: str = ""

    def holds_on(self, day: date) -> bool:
        return self.first <= day <= self.last


class BookingRules(Entity):
    """How a trainer may be booked. Minutes, but for hours and days where the name says so.

    `max_per_day`: sessions a day of the trainer's zone, None for any number. `horizon_days`: the
    last day that can be booked, counted from today. `auto_confirm`: a booking needs no answer of
    the trainer. `cancellation_hours`: cancelled later than that before the start, it is paid.
    """

    buffer_before: int = 0
    buffer_after: int = 0
    min_notice_hours: int = 2
    horizon_days: int = 60
    increment: int = 30
    max_per_day: int | None = None
    auto_confirm: bool = True
    cancellation_hours: int = 24


class Service(Entity):
    """A one-to-one session that can be booked. `duration` in minutes."""

    id: int
    name: str
    description: str = ""
    duration: int
    price: StoredAmount
    currency: str
    active: bool = True


class Schedule(Entity):
    """All that decides when a trainer can be booked, but for their zone and what is booked.

    `version` rises with each change: a booking holds on to the one that it was made under.
    `writer`: the signature of its last write.
    """

    trainer_id: int
    version: int = 0
    weekly: tuple[WeeklyHours, ...] = ()
    exceptions: tuple[AvailabilityException, ...] = ()
    rules: BookingRules = Field(default_factory=BookingRules)
    services: tuple[Service, ...] = ()
    updated_at: datetime | None = None
    writer: str = ""

    @property
    def is_own(self) -> bool:
        """Whether this very request wrote it, when it came before."""
        return is_own(self.writer)

    def find_service(self, service_id: int) -> Service | None:
        return next((s for s in self.services if s.id == service_id), None)

    def find_active_service(self, service_id: int) -> Service | None:
        service = self.find_service(service_id)
        return service if service and service.active else None

    @property
    def active_services(self) -> tuple[Service, ...]:
        return tuple(service for service in self.services if service.active)

"""What is answered about trainers' schedules."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, WithJsonSchema

from stvos.models import Answer, OmittedIfNone
from stvos.money import Amount
from stvos.pictures import PictureUrl
from stvos.trainers.clock_times import ClockTimeText
from stvos.trainers.models import (
    AvailabilityException,
    ExceptionKind,
    Schedule,
    Service,
    Weekday,
)
from stvos.trainers.repository import Offer
from stvos.trainers.slots import Slot

if TYPE_CHECKING:
    from stvos.trainers.listing import OpenSlots

# An instant of UTC as it is written.
_InstantText = Annotated[str, WithJsonSchema({"type": "string", "format": "date-time"})]


class HoursAnswer(Answer):
    """Hours of a weekday, by the clock on the wall of the trainer's zone."""

    day: Weekday
    start: ClockTimeText
    end: ClockTimeText


class AvailabilityAnswer(Answer):
    """When a trainer works each week."""

    timezone: str
    weekly: list[HoursAnswer]

    @classmethod
    def of(cls, offer: Offer) -> Self:
        return cls(timezone=offer.trainer.timezone, weekly=hours_of(offer.schedule))


def hours_of(schedule: Schedule) -> list[HoursAnswer]:
    return [HoursAnswer.model_validate(hours) for hours in schedule.weekly]


class ExceptionAnswer(Answer):
    """Days on which the weekly hours do not hold, both included."""

    id: int
    from_: str = Field(alias="from", json_schema_extra={"format": "date"})
    to: str = Field(json_schema_extra={"format": "date"})
    kind: ExceptionKind
    start: OmittedIfNone[ClockTimeText] = None
    end: OmittedIfNone[ClockTimeText] = None
    reason: str

    @classmethod
    def of(cls, exception: AvailabilityException) -> Self:
        return cls(
            id=exception.id,
            from_=exception.first.isoformat(),
            to=exception.last.isoformat(),
            kind=exception.kind,
            start=exception.start,
            end=exception.end,
            reason=exception.reason,
        )


class ExceptionEnvelope(Answer):
    exception: ExceptionAnswer

    @classmethod
    def of(cls, exception: AvailabilityException) -> Self:
        return cls(exception=ExceptionAnswer.of(exception))


class ExceptionsAnswer(Answer):
    """The exceptions that are not over, soonest first."""

    exceptions: list[ExceptionAnswer]

    @classmethod
    def of(cls, exceptions: Sequence[AvailabilityException]) -> Self:
        return cls(exceptions=[ExceptionAnswer.of(exception) for exception in exceptions])


class ServiceAnswer(Answer):
    """A one-to-one session as members see it. `duration` in minutes."""

    id: int
    name: str
    description: str
    duration: int
    price: Amount
    currency: str

    @classmethod
    def of(cls, service: Service) -> Self:
        return cls.model_validate(service)


class ServicesAnswer(Answer):
    services: list[ServiceAnswer]

    @classmethod
    def of(cls, services: Sequence[Service]) -> Self:
        return cls(services=[ServiceAnswer.of(service) for service in services])


class OwnServiceAnswer(ServiceAnswer):
    """A service as its trainer sees it, active or not."""

    active: bool


class OwnServiceEnvelope(Answer):
    service: OwnServiceAnswer

    @classmethod
    def of(cls, service: Service) -> Self:
        return cls(service=OwnServiceAnswer.of(service))


class OwnServicesAnswer(Answer):
    services: list[OwnServiceAnswer]

    @classmethod
    def of(cls, services: Sequence[Service]) -> Self:
        return cls(services=[OwnServiceAnswer.of(service) for service in services])


class BookingRulesAnswer(Answer):
    """Minutes, but for hours and days where the name says so."""

    buffer_before: int
    buffer_after: int
    min_notice_hours: int
    horizon_days: int
    increment: int
    max_per_day: int | None
    auto_confirm: bool
    cancellation_hours: int


class OwnTrainerAnswer(Answer):
    """A trainer as they see themselves."""

    id: int
    name: str
    bio: str
    image: PictureUrl | None
    specialisations: list[str]
    languages: list[str]
    timezone: str
    booking_rules: BookingRulesAnswer

    @classmethod
    def of(cls, offer: Offer) -> Self:
        rules = BookingRulesAnswer.model_validate(offer.schedule.rules)
        fields = offer.trainer.model_dump(include=set(cls.model_fields))
        return cls(**fields, booking_rules=rules)


class OwnTrainerEnvelope(Answer):
    trainer: OwnTrainerAnswer

    @classmethod
    def of(cls, offer: Offer) -> Self:
        return cls(trainer=OwnTrainerAnswer.of(offer))


class SlotAnswer(Answer):
    """A time that can be booked; `localDate` and `localTime` in the zone that was asked for."""

    slot_id: int
    id: int
    starts_at: _InstantText
    ends_at: _InstantText
    local_date: str
    local_time: str


class OpenSlotsAnswer(Answer):
    """What can be booked; `weekly` are the trainer's usual hours in the trainer's own zone."""

    timezone: str
    weekly: list[HoursAnswer]
    slots: list[SlotAnswer]

    @classmethod
    def of(cls, found: "OpenSlots") -> Self:
        # Of a month there may be thousands of slots: a model of instants for each takes three
        # times as long as these texts.
        zone = ZoneInfo(found.zone)
        return cls.model_validate(
            {
                "timezone": found.zone,
                "weekly": hours_of(found.offer.schedule),
                "slots": [_slot(slot, zone) for slot in found.slots],
            }
        )


def _slot(slot: Slot, zone: ZoneInfo) -> dict[str, object]:
    slot_id, local = slot.id, slot.starts_at.astimezone(zone)
    return {
        "slot_id": slot_id,
        "id": slot_id,
        "starts_at": _written(slot.starts_at),
        "ends_at": _written(slot.ends_at),
        "local_date": _day(local.toordinal()),
        "local_time": _clock(local.hour, local.minute),
    }


def _written(instant: datetime) -> str:
    """An instant of UTC, which is a whole minute."""
    return f"{_day(instant.toordinal())}T{_clock(instant.hour, instant.minute)}:00Z"


# The same few days and times of day, over and over.
@lru_cache(maxsize=400)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()


@lru_cache(maxsize=1440)
def _clock(hour: int, minute: int) -> str:
    return f"{hour:02d}:{minute:02d}"

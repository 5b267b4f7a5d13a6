"""What members see of trainers' times: services and the slots that can be booked."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from stvos.clock import Clock, day_of, utc_now
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidInput, NotFound
from stvos.identity.principal import Principal
from stvos.trainers.models import Service
from stvos.trainers.repository import Offer, ScheduleRepository
from stvos.trainers.requests import AvailabilityQuery
from stvos.trainers.slots import Slot, open_slots


@dataclass(frozen=True, slots=True)
class OpenSlots:
    """What can be booked of a trainer, in the zone whose days were asked for."""

    offer: Offer
    zone: str
    slots: list[Slot]


class Availability:
    """The times of one brand's trainers."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock = utc_now) -> None:
        self._schedules = ScheduleRepository(table, tenant)
        self._table = table
        self._tenant = tenant
        self._now = now

    @classmethod
    def of(cls, principal: Principal) -> Self:
        return cls(Table.of_stack(), principal.client)

    def services(self, trainer_id: int) -> tuple[Service, ...]:
        """What an active trainer offers; raises NotFound."""
        return self.require_active(trainer_id).schedule.active_services

    def slots(self, trainer_id: int, asked: AvailabilityQuery) -> OpenSlots:
        """The slots of some days; raises NotFound, and InvalidInput for a service of another."""
        offer = self.require_active(trainer_id)
        zone = asked.timezone or offer.trainer.timezone
        now = self._now()
        first, last = asked.days(day_of(now, zone))
        service = _service(offer, asked.service_id)
        if service is None:
            return OpenSlots(offer, zone, [])
        between = _start_of(first, zone), _start_of(last + timedelta(days=1), zone)
        taken = Diary.of_trainer(self._table, self._tenant, trainer_id).taken(*between)
        slots = open_slots(offer.schedule, offer.trainer.timezone, service, between, now, taken)
        return OpenSlots(offer, zone, slots)

    def require_active(self, trainer_id: int) -> Offer:
        offer = self._schedules.require_offer(trainer_id)
        if not offer.trainer.active:
            raise NotFound
        return offer


def _service(offer: Offer, service_id: int | None) -> Service | None:
    """The service that is asked for, else the first; None where none is offered."""
    if service_id is None:
        return next(iter(offer.schedule.active_services), None)
    service = offer.schedule.find_active_service(service_id)
    if service is None:
        raise InvalidInput.at("query.serviceId", "is not a service of this trainer")
    return service


def _start_of(day: date, zone: str) -> datetime:
    """The first instant of a day, or of the next where the zone left the day out."""
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)

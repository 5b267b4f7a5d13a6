"""Rules by which a trainer sets hours, exceptions, services and booking rules."""

from typing import TYPE_CHECKING, Any, Self

from stvos.catalogue.repository import CatalogueRepository
from stvos.clock import Clock, day_of, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import Conflict, Forbidden, NotFound
from stvos.ids import new_id
from stvos.trainers.models import AvailabilityException, Schedule, Service
from stvos.trainers.repository import Offer, ScheduleRepository
from stvos.trainers.requests import (
    AvailabilityBody,
    ChangeServiceBody,
    ExceptionBody,
    NewServiceBody,
    TrainerProfileBody,
    require_payable,
)

if TYPE_CHECKING:
    from stvos.accounts.models import Account

MAX_SERVICES = 50
MAX_EXCEPTIONS = 200


class OwnSchedule:
    """What one trainer offers for booking, changed by the trainer.

    A request that comes again finds its own change stored (`Schedule.is_own`) and makes none.
    """

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._repository = ScheduleRepository(table, tenant)
        self._catalogue = CatalogueRepository(table, tenant)
        self._trainer_id = trainer_id
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def offer(self) -> Offer:
        return self._repository.require_offer(self._trainer_id, consistent=True)

    # ------------------------------------------------------------ profile and hours

    def change_profile(self, body: TrainerProfileBody) -> Offer:
        """Change what the trainer shows of themselves, and how they may be booked."""
        offer = self.offer()
        if offer.schedule.is_own:
            return offer
        named = body.model_fields_set
        own = body.model_copy(update={"booking_rules": None})
        own.model_fields_set.discard("booking_rules")
        before = offer.trainer
        after = before
        if named - {"booking_rules"}:
            changed = own.applied_to(before.model_dump()) | {"updated_at": self._now()}
            after = type(before).model_validate(changed)
        schedule = offer.schedule
        if body.booking_rules is not None:
            rules = body.booking_rules.applied_to(schedule.rules.model_dump())
            schedule = self._changed(schedule, rules=rules)
        return self._store(offer, Offer(after, schedule))

    def change_hours(self, body: AvailabilityBody) -> Offer:
        """Replace the weekly hours, and with `timezone` the zone that they are in."""
        offer = self.offer()
        if offer.schedule.is_own:
            return offer
        trainer = offer.trainer
        if body.timezone and body.timezone != trainer.timezone:
            update = {"timezone": body.timezone, "updated_at": self._now()}
            trainer = trainer.model_copy(update=update)
        return self._store(
            offer, Offer(trainer, self._changed(offer.schedule, weekly=body.hours()))
        )

    # ------------------------------------------------------------ exceptions

    def exceptions(self) -> list[AvailabilityException]:
        """Those that are not over, soonest first."""
        return _in_order(self._current(self.offer()))

    def new_exception(self, offer: Offer, body: ExceptionBody) -> AvailabilityException:
        """The exception that is asked for; nothing is stored. Raises InvalidInput, and Conflict
        when there are too many.
        """
        body.require_sound(day_of(self._now(), offer.trainer.timezone))
        if len(self._current(offer)) >= MAX_EXCEPTIONS:
            raise Conflict(f"A trainer has at most {MAX_EXCEPTIONS} exceptions that are not over.")
        return AvailabilityException(
            id=new_id(),
            first=body.from_,
            last=body.to,
            kind=body.kind,
            start=body.start,
            end=body.end,
            reason=body.reason,
        )

    def store_exception(self, offer: Offer, added: AvailabilityException, *, bookings: int) -> None:
        """Store an exception; those that are over are forgotten. Raises Conflict when a booking was
        made since there were `bookings`.
        """
        if offer.schedule.is_own:
            return
        kept = (*self._current(offer), added)
        after = self._changed(offer.schedule, exceptions=kept)
        self._repository.replace(offer.schedule, after, bookings=bookings)

    def remove_exception(self, exception_id: int) -> None:
        """Raises NotFound."""
        offer = self.offer()
        kept = [e for e in offer.schedule.exceptions if e.id != exception_id]
        if offer.schedule.is_own:
            return
        if len(kept) == len(offer.schedule.exceptions):
            raise NotFound
        self._repository.replace(offer.schedule, self._changed(offer.schedule, exceptions=kept))

    def _current(self, offer: Offer) -> list[AvailabilityException]:
        today = day_of(self._now(), offer.trainer.timezone)
        return [e for e in offer.schedule.exceptions if e.last >= today]

    # ------------------------------------------------------------ services

    def services(self) -> list[Service]:
        """Active or not, oldest first."""
        return list(self.offer().schedule.services)

    def add_service(self, body: NewServiceBody) -> Service:
        """Raises Conflict when there are too many."""
        schedule = self.offer().schedule
        if len(schedule.services) >= MAX_SERVICES:
            raise Conflict(f"A trainer offers at most {MAX_SERVICES} services.")
        service = Service(id=new_id(), **body.model_dump(by_alias=False))
        return self._store_service(schedule, service)

    def change_service(self, service_id: int, body: ChangeServiceBody) -> Service:
        """Bookings that were made keep the length and the price of their time."""
        schedule = self.offer().schedule
        before = schedule.find_service(service_id)
        if before is None:
            raise NotFound
        after = Service.model_validate(body.applied_to(before.model_dump()))
        return self._store_service(schedule, after)

    def remove_service(self, service_id: int) -> None:
        """Raises NotFound. Bookings of it stay."""
        schedule = self.offer().schedule
        kept = [service for service in schedule.services if service.id != service_id]
        if schedule.is_own:
            return
        if len(kept) == len(schedule.services):
            raise NotFound
        self._repository.replace(schedule, self._changed(schedule, services=kept))

    def _store_service(self, schedule: Schedule, service: Service) -> Service:
        if schedule.is_own:
            return schedule.find_service(service.id) or service
        require_payable(service.price, service.currency)
        services = {s.id: s for s in schedule.services} | {service.id: service}
        after = self._changed(schedule, services=list(services.values()))
        self._repository.replace(schedule, after)
        return service

    # ------------------------------------------------------------ storing

    def _changed(self, schedule: Schedule, **changes: Any) -> Schedule:
        fields = schedule.model_dump() | changes | {"updated_at": self._now()}
        return Schedule.model_validate(fields)

    def _store(self, before: Offer, after: Offer) -> Offer:
        """Both in one transaction: a zone and the hours in it change together."""
        together: tuple[Write, ...] = ()
        if after.trainer is not before.trainer:
            together = (self._catalogue.trainer_replaced(before.trainer, after.trainer),)
        schedule = self._repository.replace(before.schedule, after.schedule, *together)
        return Offer(after.trainer, schedule)


def _in_order(exceptions: list[AvailabilityException]) -> list[AvailabilityException]:
    return sorted(exceptions, key=lambda e: (e.first, e.start or 0, e.id))

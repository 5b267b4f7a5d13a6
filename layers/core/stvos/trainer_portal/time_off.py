"""Time off over bookings and group classes: they are listed, or cancelled with it."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING, Self

from stvos.bookings.models import Booking
from stvos.bookings.portal import TrainerBookings
from stvos.bookings.transitions import Action
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, HasBookings, InvalidState
from stvos.group_classes.models import GroupClass
from stvos.group_classes.portal import TrainerClasses
from stvos.trainers.models import AvailabilityException, ExceptionKind
from stvos.trainers.own_schedule import OwnSchedule
from stvos.trainers.repository import ScheduleRepository
from stvos.trainers.requests import ExceptionBody
from stvos.trainers.slots import hours_of_exception

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _InTheWay:
    """What time off falls on."""

    bookings: list[Booking]
    classes: list[GroupClass]

    def __bool__(self) -> bool:
        return bool(self.bookings or self.classes)

    def listed(self) -> dict[str, object]:
        return {
            "bookings": [_listed_booking(each) for each in self.bookings],
            "groupClasses": [_listed_class(each) for each in self.classes],
        }


class TimeOff:
    """One trainer's exceptions, with the bookings and classes that time off would fall on."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._trainer_id = trainer_id
        self._own = OwnSchedule(table, tenant, trainer_id, now)
        self._schedules = ScheduleRepository(table, tenant)
        self._bookings = TrainerBookings(table, tenant, trainer_id, now)
        self._classes = TrainerClasses(table, tenant, trainer_id, now)

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def add(self, body: ExceptionBody) -> AvailabilityException:
        """Store an exception. Time off over bookings or classes raises HasBookings with their list,
        unless it is asked to cancel them: then all are, after the time off stands, so that no
        booking can follow.
        """
        # Counted before they are looked for: what is made meanwhile refuses the exception.
        made = self._schedules.bookings(self._trainer_id)
        offer = self._own.offer()
        added = self._own.new_exception(offer, body)
        in_the_way = self._in_the_way(added, offer.trainer.timezone)
        if in_the_way and body.resolve != "cancel" and not offer.schedule.is_own:
            raise HasBookings(extra=in_the_way.listed())
        self._own.store_exception(offer, added, bookings=made)
        for booking in in_the_way.bookings:
            self._cancel_booking(booking, body.reason)
        for group_class in in_the_way.classes:
            self._cancel_class(group_class, body.reason)
        return added

    def _in_the_way(self, added: AvailabilityException, zone: str) -> _InTheWay:
        """What is to come that the time off falls on."""
        if added.kind is not ExceptionKind.OFF:
            return _InTheWay([], [])
        spans = hours_of_exception(added, zone)

        def is_in_the_way(each: Booking | GroupClass) -> bool:
            return any(start < each.ends_at and each.starts_at < end for start, end in spans)

        first, last = added.first - _DAY, added.last + _DAY
        bookings = self._bookings.open_between(first, last)
        classes = self._classes.open_between(
            datetime.combine(first, time(), UTC), datetime.combine(last + _DAY, time(), UTC)
        )
        return _InTheWay(
            list(filter(is_in_the_way, bookings)), list(filter(is_in_the_way, classes))
        )

    def _cancel_booking(self, booking: Booking, reason: str) -> None:
        try:
            self._bookings.act(booking.id, Action.CANCEL, reason)
        except InvalidState:
            return  # It was cancelled meanwhile, or has begun.

    def _cancel_class(self, group_class: GroupClass, reason: str) -> None:
        try:
            self._classes.cancel(group_class.id, reason)
        except InvalidState:
            return  # It has started meanwhile.


def _listed_booking(booking: Booking) -> dict[str, object]:
    return {
        "id": booking.id,
        "userId": booking.user_id,
        "startsAt": _written(booking.starts_at),
        "endsAt": _written(booking.ends_at),
        "status": booking.status.value,
    }


def _listed_class(group_class: GroupClass) -> dict[str, object]:
    return {
        "id": group_class.id,
        "name": group_class.name,
        "startsAt": _written(group_class.starts_at),
        "endsAt": _written(group_class.ends_at),
    }


def _written(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")

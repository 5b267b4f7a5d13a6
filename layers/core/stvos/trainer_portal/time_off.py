"""Time off over bookings: they are listed, or cancelled with it."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from stvos.bookings.models import Booking
from stvos.bookings.portal import TrainerBookings
from stvos.bookings.transitions import Action
from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, HasBookings, InvalidState
from stvos.trainers.models import AvailabilityException, ExceptionKind
from stvos.trainers.own_schedule import OwnSchedule
from stvos.trainers.repository import ScheduleRepository
from stvos.trainers.requests import ExceptionBody
from stvos.trainers.slots import hours_of_exception

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_DAY = timedelta(days=1)


class TimeOff:
    """One trainer's exceptions, with the bookings that time off would fall on."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._trainer_id = trainer_id
        self._own = OwnSchedule(table, tenant, trainer_id, now)
        self._schedules = ScheduleRepository(table, tenant)
        self._bookings = TrainerBookings(table, tenant, trainer_id, now)

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def add(self, body: ExceptionBody) -> AvailabilityException:
        """Store an exception. Time off over bookings raises HasBookings with their list, unless it
        is asked to cancel them: then all are, after the time off stands, so that none can follow.
        """
        # Counted before they are looked for: a booking that comes meanwhile refuses the exception.
        made = self._schedules.bookings(self._trainer_id)
        offer = self._own.offer()
        added = self._own.new_exception(offer, body)
        in_the_way = self._in_the_way(added, offer.trainer.timezone)
        if in_the_way and body.resolve != "cancel" and not offer.schedule.is_own:
            raise HasBookings(extra={"bookings": [_listed(booking) for booking in in_the_way]})
        self._own.store_exception(offer, added, bookings=made)
        for booking in in_the_way:
            self._cancel(booking, body.reason)
        return added

    def _in_the_way(self, added: AvailabilityException, zone: str) -> list[Booking]:
        """The bookings to come that the time off falls on."""
        if added.kind is not ExceptionKind.OFF:
            return []
        spans = hours_of_exception(added, zone)
        open_bookings = self._bookings.open_between(added.first - _DAY, added.last + _DAY)
        return [
            booking
            for booking in open_bookings
            if any(start < booking.ends_at and booking.starts_at < end for start, end in spans)
        ]

    def _cancel(self, booking: Booking, reason: str) -> None:
        try:
            self._bookings.act(booking.id, Action.CANCEL, reason)
        except InvalidState:
            return  # It was cancelled meanwhile, or has begun.


def _listed(booking: Booking) -> dict[str, object]:
    return {
        "id": booking.id,
        "userId": booking.user_id,
        "startsAt": _written(booking.starts_at),
        "endsAt": _written(booking.ends_at),
        "status": booking.status.value,
    }


def _written(instant: datetime) -> str:
    return instant.isoformat(timespec="seconds").replace("+00:00", "Z")

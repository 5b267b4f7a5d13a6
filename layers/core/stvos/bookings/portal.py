"""A trainer's bookings: seeing, answering, moving and closing them."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from stvos.bookings.changes import BookingChanges
from stvos.bookings.models import Booking, Party
from stvos.bookings.repository import BookingRepository
from stvos.bookings.requests import TimeBody, TrainerBookingsQuery
from stvos.bookings.transitions import OPEN, Action
from stvos.catalogue.models import Trainer
from stvos.clock import Clock, day_of, utc_now
from stvos.diaries.lists import PLACES, DiaryPage, Wanted, all_of, page_of, recent_days
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden, InvalidInput
from stvos.trainers.repository import ScheduleRepository

if TYPE_CHECKING:
    from stvos.accounts.models import Account

_DAY = timedelta(days=1)


class TrainerBookings:
    """One trainer's bookings."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = tenant
        self._trainer_id = trainer_id
        self._repository = BookingRepository(table, tenant)
        self._changes = BookingChanges(
            table, tenant, Party.TRAINER, lambda booking: booking.trainer_id == trainer_id, now
        )
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def show(self, booking_id: int) -> tuple[Booking, Trainer]:
        """Raises NotFound."""
        return self._changes.require(booking_id), self._trainer()

    def act(self, booking_id: int, action: Action, reason: str = "") -> tuple[Booking, Trainer]:
        """Confirm, decline, cancel, complete, or mark as no-show. Raises NotFound, InvalidState."""
        return self._changes.act(booking_id, action, reason)

    def reschedule(self, booking_id: int, body: TimeBody) -> tuple[Booking, Trainer]:
        """Move to another slot; see `BookingChanges.reschedule`."""
        return self._changes.reschedule(booking_id, body.start())

    def page(self, asked: TrainerBookingsQuery) -> tuple[DiaryPage[Booking], Trainer]:
        """A page of the bookings of some days of the trainer's zone, soonest first."""
        trainer = self._trainer()
        first = asked.from_ or day_of(self._now(), trainer.timezone)
        last = asked.to
        if last is not None and last < first:
            raise InvalidInput.at("query.to", "must not be before from")

        def passes(booking: Booking) -> bool:
            local = day_of(booking.starts_at, trainer.timezone)
            if asked.status is not None and booking.status is not asked.status:
                return False
            return local >= first and (last is None or local <= last)

        # A day of any zone is within the days of UTC beside it.
        wanted = Wanted[Booking](passes, first=first - _DAY)
        if last is not None:
            wanted = Wanted[Booking](passes, first=first - _DAY, last=last + _DAY)
        diary = Diary.of_trainer(self._table, self._tenant, self._trainer_id)
        page = page_of(self._repository.many, diary, wanted, asked.limit, asked.after(PLACES))
        return page, trainer

    def open_between(self, first: date, last: date) -> list[Booking]:
        """Those of these days of UTC that are not over and not closed, soonest first."""
        now = self._now()
        diary = Diary.of_trainer(self._table, self._tenant, self._trainer_id)
        wanted = Wanted[Booking](
            lambda booking: booking.starts_at > now and booking.status in OPEN,
            first=max(first, recent_days(now)),
            last=last,
        )
        return list(all_of(self._repository.many, diary, wanted))

    def _trainer(self) -> Trainer:
        schedules = ScheduleRepository(self._table, self._tenant)
        return schedules.require_offer(self._trainer_id, consistent=True).trainer

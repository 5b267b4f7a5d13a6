"""What a trainer sees first: today, the days to come, and how the business goes.

Read when it is asked for, by the queries of docs/data-model.md: none of them grows with how long a
trainer has been there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Self

from stvos.accounts.coaching import TrainerClients
from stvos.bookings import earnings, tallies
from stvos.bookings.models import Booking
from stvos.bookings.repository import BookingRepository
from stvos.bookings.transitions import OPEN
from stvos.catalogue.models import Trainer
from stvos.clock import Clock, day_of, utc_now
from stvos.diaries.lists import read_days
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Forbidden
from stvos.group_classes.models import ClassStatus, SeenClass
from stvos.group_classes.repository import GroupClassRepository
from stvos.months import Month
from stvos.programmes.repository import ProgrammeRepository
from stvos.programmes.subscriptions import SubscriberList
from stvos.trainers.repository import Offer, ScheduleRepository

if TYPE_CHECKING:
    from stvos.accounts.models import Account

UPCOMING = timedelta(days=7)
ACTIVE = timedelta(days=30)
"""A client who booked, subscribed or had a session since then is an active one."""

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Earned:
    """What the sessions of two months earned in one currency."""

    currency: str
    this_month: Decimal
    last_month: Decimal


@dataclass(frozen=True, slots=True)
class TrainerOverview:
    """A trainer's business now. `earned`: the currency with the largest sums first."""

    trainer: Trainer
    today: list[Booking]
    upcoming: list[Booking]
    today_classes: list[SeenClass]
    upcoming_classes: list[SeenClass]
    pending: int
    active_clients: int
    subscribers: int
    earned: list[Earned]


class TrainerDashboard:
    """One trainer's dashboard."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._table = table
        self._tenant = tenant
        self._trainer_id = trainer_id
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def show(self) -> TrainerOverview:
        """All of it. Days and months are those of the trainer's zone."""
        schedules = ScheduleRepository(self._table, self._tenant)
        offer, now = schedules.require_offer(self._trainer_id), self._now()
        zone = offer.trainer.timezone
        today = day_of(now, zone)
        agenda, classes = self._agenda(today), self._classes(today)
        clients = TrainerClients(self._table, self._tenant, self._trainer_id)
        return TrainerOverview(
            trainer=offer.trainer,
            today=[
                booking
                for booking in agenda
                if day_of(booking.starts_at, zone) == today and booking.status.holds_time
            ],
            upcoming=[booking for booking in agenda if _is_upcoming(booking, now)],
            today_classes=[seen for seen in classes if day_of(seen[0].starts_at, zone) == today],
            upcoming_classes=[
                seen for seen in classes if now < seen[0].starts_at <= now + UPCOMING
            ],
            pending=tallies.pending(self._table, self._tenant, self._trainer_id),
            active_clients=clients.active_since(now - ACTIVE),
            subscribers=self._subscribers(),
            earned=self._earned(today, offer),
        )

    def _agenda(self, today: date) -> list[Booking]:
        """The sessions of today and the days to come, in the days of UTC around them."""
        bookings = BookingRepository(self._table, self._tenant)
        diary = Diary.of_trainer(self._table, self._tenant, self._trainer_id)
        return read_days(bookings.many, diary, today - _DAY, today + UPCOMING + _DAY)

    def _classes(self, today: date) -> list[SeenClass]:
        """The group classes that are held in the same days, with their free seats."""
        repository = GroupClassRepository(self._table, self._tenant)
        first, last = (
            datetime.combine(day, time(), UTC)
            for day in (today - _DAY, today + UPCOMING + 2 * _DAY)
        )
        found = repository.starting_between(self._trainer_id, first, last)
        held = [each for each in found if each.status is ClassStatus.SCHEDULED]
        free = repository.free_seats(held)
        return [(each, free[each.id]) for each in held]

    def _subscribers(self) -> int:
        programmes = ProgrammeRepository(self._table, self._tenant).of_trainer(self._trainer_id)
        lists = (SubscriberList(self._table, self._tenant, each.id) for each in programmes)
        return sum(each.count() for each in lists)

    def _earned(self, today: date, offer: Offer) -> list[Earned]:
        month = Month.of(today)
        this, last = (
            earnings.of_month(self._table, self._tenant, self._trainer_id, day)
            for day in (today, month.before.first_day)
        )
        charged = {service.currency for service in offer.schedule.services}
        return _by_currency(this, last, charged)


def _is_upcoming(booking: Booking, now: datetime) -> bool:
    return booking.status in OPEN and now < booking.starts_at <= now + UPCOMING


def _by_currency(
    this: Mapping[str, Decimal], last: Mapping[str, Decimal], charged: set[str]
) -> list[Earned]:
    """The sums of each currency in which something was earned, or the trainer charges."""
    none = Decimal(0)
    sums = [
        Earned(currency, this.get(currency, none), last.get(currency, none))
        for currency in {*this, *last, *charged}
    ]
    return sorted(sums, key=lambda one: (-one.this_month, -one.last_month, one.currency))

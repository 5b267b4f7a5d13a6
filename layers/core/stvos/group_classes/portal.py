"""A trainer's group classes: making, seeing and cancelling them."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict, Forbidden, InvalidInput, InvalidState, NotFound
from stvos.group_classes.meetings import room_records
from stvos.group_classes.models import ClassStatus, GroupClass, shards_of
from stvos.group_classes.repository import (
    GroupClassPage,
    GroupClassRepository,
    TrainerChanged,
)
from stvos.group_classes.requests import LONGEST, GroupClassBody, GroupClassesQuery
from stvos.ids import new_id
from stvos.rooms.models import RoomKind
from stvos.trainers.models import CELL_MINUTES
from stvos.trainers.repository import Offer, ScheduleRepository
from stvos.trainers.requests import require_payable

if TYPE_CHECKING:
    from stvos.accounts.models import Account

HORIZON = timedelta(days=366)
_TRIES = 4


class TrainerClasses:
    """One trainer's group classes."""

    def __init__(
        self, table: Table, tenant: ClientId, trainer_id: int, now: Clock = utc_now
    ) -> None:
        self._tenant = tenant
        self._trainer_id = trainer_id
        self._repository = GroupClassRepository(table, tenant)
        self._schedules = ScheduleRepository(table, tenant)
        self._rooms = room_records(table, tenant, now)
        self._now = now

    @classmethod
    def of(cls, account: "Account") -> Self:
        """Raises Forbidden for an account that is bound to no trainer."""
        if account.trainer_id is None:
            raise Forbidden
        return cls(Table.of_stack(), ClientId(account.client_id), account.trainer_id)

    def create(self, body: GroupClassBody) -> tuple[GroupClass, int]:
        """Make a class and take the trainer's time. Answers it with its free seats. Raises
        InvalidInput, SlotTaken.
        """
        class_id = new_id()
        require_payable(body.price, body.currency)
        for _ in range(_TRIES):
            now = self._now()
            require_possible_start(body.starts_at, now)
            offer = self._schedules.require_offer(self._trainer_id, consistent=True)
            group_class = new_class(class_id, self._tenant, body, offer, now)
            try:
                self._repository.add(group_class, offer)
            except TrainerChanged:
                continue
            return group_class, group_class.capacity
        raise Conflict("The trainer is being changed; try again.")

    def show(self, class_id: int) -> tuple[GroupClass, int]:
        """A class with its free seats. Raises NotFound, also for another trainer's."""
        group_class = self._require(class_id)
        return group_class, self._repository.free_seats([group_class])[class_id]

    def page(self, asked: GroupClassesQuery) -> tuple[GroupClassPage, dict[int, int]]:
        """A page of the trainer's classes, with their free seats by id."""
        upcoming = asked.when == "upcoming"
        span_of = self._repository.upcoming_span if upcoming else self._repository.past_span
        span = span_of(self._trainer_id, self._now)
        page = self._repository.page(
            span, limit=asked.limit, forward=upcoming, after=asked.after(span)
        )
        return page, self._repository.free_seats(page.classes)

    def open_between(self, start: datetime, end: datetime) -> list[GroupClass]:
        """The classes that have not started, are not cancelled and take some of this time, soonest
        first.
        """
        found = self._repository.starting_between(self._trainer_id, start - LONGEST, end)
        now = self._now()
        return [
            each
            for each in found
            if each.status is ClassStatus.SCHEDULED
            and each.starts_at > now
            and start < each.ends_at
            and each.starts_at < end
        ]

    def cancel(self, class_id: int, reason: str = "") -> tuple[GroupClass, int]:
        """Cancel a class that has not started; again, it answers the same. `reason`: for those with
        a seat to read. Raises NotFound, InvalidState.
        """
        for _ in range(_TRIES):
            before, free = self.show(class_id)
            if before.status is ClassStatus.CANCELLED:
                return before, free
            self.require_cancellable(before)
            changes = {
                "status": ClassStatus.CANCELLED,
                "reason": reason,
                "version": before.version + 1,
                "updated_at": self._now(),
            }
            after = before.model_copy(update=changes)
            room = self._rooms.ending(RoomKind.GROUP_CLASS, class_id)
            try:
                self._repository.cancel(before, after, *room)
            except Conflict:
                continue  # The class or its room changed meanwhile.
            return after, free
        raise Conflict("The class is being changed; try again.")

    def require_cancellable(self, group_class: GroupClass) -> None:
        """Raises InvalidState for a class that has started and is not cancelled."""
        if group_class.status is ClassStatus.SCHEDULED and group_class.starts_at <= self._now():
            raise InvalidState("The class has started.")

    def _require(self, class_id: int) -> GroupClass:
        group_class = self._repository.require(class_id)
        if group_class.trainer_id != self._trainer_id:
            raise NotFound
        return group_class


def require_possible_start(start: datetime, now: datetime) -> None:
    """Raises InvalidInput unless a class may start then."""
    if start <= now:
        raise InvalidInput.at("body.startsAt", "must be in the future")
    if start > now + HORIZON:
        raise InvalidInput.at("body.startsAt", "must be within a year")
    if start.second or start.microsecond or start.minute % CELL_MINUTES:
        raise InvalidInput.at("body.startsAt", "must be on a full five minutes")


def new_class(
    class_id: int, tenant: ClientId, body: GroupClassBody, offer: Offer, now: datetime
) -> GroupClass:
    """A class as it is asked for, of the trainer who offers it."""
    return GroupClass(
        id=class_id,
        client_id=tenant,
        trainer_id=offer.trainer.id,
        name=body.name,
        description=body.description,
        starts_at=body.starts_at,
        ends_at=body.starts_at + timedelta(minutes=body.duration),
        timezone=offer.trainer.timezone,
        duration=body.duration,
        capacity=body.capacity,
        waitlist=body.waitlist,
        shards=shards_of(body.capacity),
        price=body.price,
        currency=body.currency,
        created_at=now,
        updated_at=now,
    )

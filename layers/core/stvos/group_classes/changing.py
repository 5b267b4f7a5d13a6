"""Changing a group class: what it is called and costs, how many it holds, and when it is.

docs/group-classes.md, "Changing a class", has the rules in words.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from stvos.clock import Clock
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import ClassFull, Conflict, InvalidState, SlotTaken
from stvos.group_classes.capacity import SeatCounts
from stvos.group_classes.meetings import meeting_of, room_records
from stvos.group_classes.models import GroupClass, SeenClass
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_repository import SeatRepository
from stvos.group_classes.waiting import Waitlist
from stvos.trainers.repository import ScheduleRepository

_TRIES = 6

type ClassChange = Callable[[GroupClass], GroupClass]
"""What a class becomes; times, seats and the count of moves follow from it."""


class ClassChanges:
    """Changes of one client's group classes, each in one transaction."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock) -> None:
        self._repository = GroupClassRepository(table, tenant)
        self._counts = SeatCounts(table, tenant, now)
        self._seats = SeatRepository(table, tenant)
        self._waitlist = Waitlist(table, tenant, now)
        self._schedules = ScheduleRepository(table, tenant)
        self._rooms = room_records(table, tenant, now)
        self._now = now

    def apply(self, class_id: int, change: ClassChange) -> SeenClass:
        """Change a class that has not started, of whatever others made of it meanwhile. Raises
        NotFound, InvalidState, SlotTaken, ClassFull.
        """
        for _ in range(_TRIES):
            before = self._repository.require(class_id)
            require_changeable(before, self._now)
            after = self._counted(before, change(before))
            if after is before:
                return before, self._repository.free_seats([before])[class_id]
            seats = self._counts.following(before, after)
            try:
                self._repository.replace(before, after, *seats, *self._moving(before, after))
            except (SlotTaken, ClassFull):
                raise
            except Conflict:
                continue  # The class, its room, its seats or the trainer changed meanwhile.
            if after.capacity > before.capacity:
                self._waitlist.fill(after, self._seats.counts(after))
            return after, self._repository.free_seats([after])[class_id]
        raise Conflict("The class is being changed; try again.")

    def _counted(self, before: GroupClass, changed: GroupClass) -> GroupClass:
        """With its end, version and count of moves; the very same where nothing is different."""
        ends_at = changed.starts_at + timedelta(minutes=changed.duration)
        changed = changed.model_copy(update={"ends_at": ends_at})
        if changed == before:
            return before
        now = self._now()
        more: dict[str, Any] = {"version": before.version + 1, "updated_at": now}
        if _moves(before, changed):
            # Members are notified of the new time, so what was due before is not said again.
            more |= {"placement": before.placement + 1, "reminded_until": now, "reminding": None}
        return changed.model_copy(update=more)

    def _moving(self, before: GroupClass, after: GroupClass) -> list[Write]:
        """The writes that go with another time: of the trainer's day, list and room."""
        if not _moves(before, after):
            return []
        offer = self._schedules.require_offer(after.trainer_id, consistent=True)
        return [
            *self._repository.held(offer),
            *self._repository.moving(before, after),
            *self._rooms.moving(meeting_of(after)),
        ]


def require_changeable(group_class: GroupClass, now: Clock) -> None:
    """Raises InvalidState for a class that has started or was cancelled."""
    group_class.require_held()
    if group_class.starts_at <= now():
        raise InvalidState("The class has started.")


def _moves(before: GroupClass, after: GroupClass) -> bool:
    return (before.starts_at, before.ends_at) != (after.starts_at, after.ends_at)

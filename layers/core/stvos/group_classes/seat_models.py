"""A member's seat in a group class, as stored, and what is counted of seats."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Self
from zlib import crc32

from stvos.bookings.models import Party
from stvos.diaries.models import DiaryEntry
from stvos.dynamodb.keys import UserId
from stvos.group_classes.models import GroupClass
from stvos.models import Entity
from stvos.money import StoredAmount
from stvos.partners.attribution import Attribution


class SeatStatus(StrEnum):
    """`waitlisted`: the member waits for a seat and holds none."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    CANCELLED = "cancelled"

    @property
    def is_live(self) -> bool:
        return self is not SeatStatus.CANCELLED


class Seat(Entity):
    """What a member has in a class. There is one for each member and class, whatever becomes of it.

    `home`: the shard in which it is kept. `shard`: the one in which it is counted, without which
    no seat is held. Times and `placement` are those of the class when the member's time was taken;
    `price` is of the moment of joining. `partner`: whose member it is counted for.
    `attended`: None until it is decided, by the trainer or after the class by its room, in which
    the member was for so many `minutes`.
    `waiting_since`: of one who waits, or waited. `reminded`: the time of the last reminder.
    `version` counts changes. `writer`: the signature of the last write.
    """

    class_id: int
    client_id: int
    trainer_id: int
    user_id: int
    status: SeatStatus
    home: int
    shard: int | None = None
    starts_at: datetime
    ends_at: datetime
    placement: int = 0
    price: StoredAmount
    currency: str
    partner: Attribution | None = None
    waiting_since: datetime | None = None
    cancelled_by: Party | None = None
    reason: str = ""
    reminded: datetime | None = None
    attended: bool | None = None
    marked_by_trainer: bool = False
    minutes: int | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime
    writer: str = ""

    @property
    def entry(self) -> DiaryEntry:
        """The member's time."""
        return DiaryEntry(self.class_id, self.starts_at, self.ends_at, self.placement)

    def is_at_time_of(self, group_class: GroupClass) -> bool:
        return (self.starts_at, self.ends_at) == (group_class.starts_at, group_class.ends_at)

    def moved_with(self, group_class: GroupClass, now: datetime) -> Self:
        """The seat at the class's present time. `placement` counts the member's own moves from
        then on: several of the class may be one of theirs. A place in the waitlist keeps its
        version, which is stored with the list.
        """
        is_held = self.status is SeatStatus.CONFIRMED
        changes: dict[str, Any] = {
            "starts_at": group_class.starts_at,
            "ends_at": group_class.ends_at,
            "placement": self.placement + 1,
            "version": self.version + is_held,
            "updated_at": now,
        }
        return self.model_copy(update=changes)

    def cancelled(self, by: Party, reason: str, now: datetime) -> Self:
        """The seat given up."""
        changes: dict[str, Any] = {
            "status": SeatStatus.CANCELLED,
            "shard": None,
            "cancelled_by": by,
            "reason": reason,
            "version": self.version + 1,
            "updated_at": now,
        }
        return self.model_copy(update=changes)


class SeatCount(Entity):
    """The seats of one shard of a class, and how many wait who are kept in it. `closed`: the class
    was cancelled. `gsi1sk`: its place in the index of due work. `asked_since`: whom that work asks
    first, by when they began to wait, in ms since 1970.
    """

    class_id: int
    client_id: int
    shard: int
    capacity: int
    free: int
    waiting: int = 0
    placement: int = 0
    closed: bool = False
    asked_since: int = 0
    gsi1sk: str | None = None


def home_of(group_class: GroupClass, user: UserId) -> int:
    """The shard in which a member's seat is kept: members are spread evenly."""
    return crc32(f"{user}".encode()) % group_class.shards

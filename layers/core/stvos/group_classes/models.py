"""A group class, as stored."""

from datetime import datetime
from enum import StrEnum

from stvos.diaries.models import DiaryEntry
from stvos.errors import InvalidState
from stvos.models import Entity
from stvos.money import StoredAmount

SEATS_A_SHARD = 100
MAX_SHARDS = 32


class ClassStatus(StrEnum):
    """A class is held, unless its trainer cancels it before it starts."""

    SCHEDULED = "scheduled"
    CANCELLED = "cancelled"


class ReminderPlace(Entity):
    """How far the reminder of a time is sent: to those with seats of a shard up to a sort key, and
    of the shards before.
    """

    at: datetime
    shard: int
    after: str | None = None


class GroupClass(Entity):
    """A class of a trainer, at one time. `timezone`: the trainer's. `duration` in minutes.
    `reason`: why it was cancelled, for those with a seat. `reminded_until`: the time of the last
    reminder that was sent to all of them; `reminding`: how far the next one is. `is_closed`: it is
    over, and decided who attended.

    `waitlist`: whether members wait for a seat when the class is full. `series_id`: of a class
    that is one of a weekly series; `series_change`: the last change of it that the class took.
    `shards`: parts in which its seats are counted, as many as when
    it was made. `placement` counts how often it was moved.
    """

    id: int
    client_id: int
    trainer_id: int
    series_id: int | None = None
    name: str
    description: str = ""
    status: ClassStatus = ClassStatus.SCHEDULED
    starts_at: datetime
    ends_at: datetime
    timezone: str
    duration: int
    capacity: int
    waitlist: bool
    shards: int = 1
    placement: int = 0
    price: StoredAmount
    currency: str
    version: int = 1
    series_change: int = 0
    reason: str = ""
    is_closed: bool = False
    reminded_until: datetime | None = None
    reminding: ReminderPlace | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def entry(self) -> DiaryEntry:
        """Its time, in the diary of whoever takes part."""
        return DiaryEntry(self.id, self.starts_at, self.ends_at, self.placement)

    @property
    def start_minute(self) -> int:
        """Minutes since 1970."""
        return int(self.starts_at.timestamp()) // 60

    def seats(self) -> list[int]:
        """The seats of each shard when the class is made."""
        each, more = divmod(self.capacity, self.shards)
        return [each + (shard < more) for shard in range(self.shards)]

    def require_held(self) -> None:
        """Raises InvalidState for a class that was cancelled."""
        if self.status is not ClassStatus.SCHEDULED:
            allowed = [ClassStatus.SCHEDULED.value]
            raise InvalidState(extra={"status": self.status.value, "allowed": allowed})


def shards_of(capacity: int) -> int:
    """In how many shards so many seats are counted: one for a hundred seats, at most 32, so
    that many can join in one moment.
    """
    return min(MAX_SHARDS, -(-capacity // SEATS_A_SHARD))


type SeenClass = tuple[GroupClass, int]
"""A class and how many of its seats are free."""

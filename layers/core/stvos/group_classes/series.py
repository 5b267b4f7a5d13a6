"""A weekly series of group classes, as stored, and when its classes are.

docs/group-classes.md, "Series", has the rules in words. Nothing here reads or writes.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from stvos.dynamodb.signing import is_own
from stvos.errors import InvalidInput
from stvos.group_classes.models import GroupClass
from stvos.group_classes.requests import MOST_CLASSES, RecurrenceBody
from stvos.models import Entity

FINISHED_AFTER = timedelta(minutes=2)
"""When what a request began of a series and did not finish is finished by itself: later than any
request lives.
"""

_WEEK = 7


class SeriesStatus(StrEnum):
    """`reserving`: the trainer's time is being taken, and no class is there yet. `made`: all are.
    `abandoned`: none ever will be, and the time is being given back.
    """

    RESERVING = "reserving"
    MADE = "made"
    ABANDONED = "abandoned"


class ClassSeries(Entity):
    """The classes of a series in the order of weeks, and how far it is made.

    `first`: the class that the others are made like. `ends_from`: the place in `class_ids` from
    which on its classes are cancelled; `unfinished`: whether some of them may not be so yet.
    `touched_at`: when a request last began something. `writer`: the signature of its last write.
    """

    id: int
    client_id: int
    first: GroupClass
    status: SeriesStatus = SeriesStatus.RESERVING
    class_ids: tuple[int, ...]
    starts: tuple[datetime, ...]
    ends_from: int | None = None
    unfinished: bool = False
    touched_at: datetime
    writer: str = ""

    @property
    def is_own(self) -> bool:
        """Whether this very request wrote it, when it came before."""
        return is_own(self.writer)

    @property
    def due_at(self) -> datetime | None:
        """When to finish what a request may have left; None for a series that is complete."""
        match self.status:
            case SeriesStatus.RESERVING:
                return self.touched_at + FINISHED_AFTER
            case SeriesStatus.ABANDONED:
                return self.touched_at
        return self.touched_at + FINISHED_AFTER if self.unfinished else None

    def place_of(self, class_id: int) -> int:
        """Which one a class is, wherever it was moved since."""
        return self.class_ids.index(class_id)

    def classes(self) -> list[GroupClass]:
        """Its classes as they are made."""
        length = self.first.ends_at - self.first.starts_at
        return [
            self.first.model_copy(
                update={"id": class_id, "starts_at": start, "ends_at": start + length}
            )
            for class_id, start in zip(self.class_ids, self.starts, strict=True)
        ]


def weekly_starts(first: datetime, zone: str, count: int) -> list[datetime]:
    """A start each week at the same time by the clock on the wall.

    An hour that the clocks skip is read by the clock before the change, hence an hour later, and of
    one that they show twice the first is meant (RFC 5545, 3.3.5).
    """
    local = first.astimezone(ZoneInfo(zone)).replace(fold=0)
    later = (local + timedelta(days=_WEEK * week) for week in range(1, count))
    return [first, *(start.astimezone(UTC) for start in later)]


def classes_of(recurrence: RecurrenceBody, first: datetime, zone: str) -> int:
    """How many classes are asked for. Raises InvalidInput for an end that makes none or too many
    of them.
    """
    if recurrence.until is None:
        assert recurrence.count is not None
        return recurrence.count
    return _classes_until(recurrence.until, first.astimezone(ZoneInfo(zone)).date())


def _classes_until(last: date, first: date) -> int:
    count = (last - first).days // _WEEK + 1
    if last < first:
        raise InvalidInput.at("body.recurrence.until", "must not be before the first class")
    if count > MOST_CLASSES:
        raise InvalidInput.at(
            "body.recurrence.until",
            f"makes more than {MOST_CLASSES} classes; choose an earlier day",
        )
    return count

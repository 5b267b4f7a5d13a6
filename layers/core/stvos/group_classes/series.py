"""A weekly series of group classes, as stored, and when its classes are.

docs/group-classes.md, "Series", has the rules in words. Nothing here reads or writes.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from stvos.dynamodb.signing import is_own
from stvos.errors import InvalidInput, SlotTaken
from stvos.group_classes.models import GroupClass
from stvos.group_classes.requests import MOST_CLASSES, RecurrenceBody
from stvos.models import Entity
from stvos.money import StoredAmount

FINISHED_AFTER = timedelta(minutes=2)
"""When what a request began of a series and did not finish is finished by itself: later than any
request lives.
"""

_WEEK = 7
_CHANGED = ("name", "description", "duration", "capacity", "waitlist", "price", "currency")


class SeriesStatus(StrEnum):
    """`reserving`: the trainer's time is being taken, and no class is there yet. `made`: all are.
    `abandoned`: none ever will be, and the time is being given back.
    """

    RESERVING = "reserving"
    MADE = "made"
    ABANDONED = "abandoned"


class SeriesChange(Entity):
    """What a trainer changed of a class and all that follow it; None: not changed.

    `number` counts the changes of a series; `place`: of the first class in it. They move by `days`
    to a `minute` of the day, by the clocks of their zone, the first one exactly to `first_start`.
    """

    number: int
    place: int
    first_id: int
    name: str | None = None
    description: str | None = None
    duration: int | None = None
    capacity: int | None = None
    waitlist: bool | None = None
    price: StoredAmount | None = None
    currency: str | None = None
    first_start: datetime | None = None
    days: int = 0
    minute: int = 0
    is_later: bool = False

    @classmethod
    def of(
        cls,
        series: "ClassSeries",
        named: GroupClass,
        changes: dict[str, Any],
        start: datetime | None,
    ) -> "SeriesChange":
        """`changes`: by the names of a class's fields; `start`: another one of the named class."""
        change = cls(
            number=(series.change.number if series.change else 0) + 1,
            place=series.place_of(named.id),
            first_id=named.id,
            **changes,
        )
        if start is None or start == named.starts_at:
            return change
        zone = ZoneInfo(named.timezone)
        before, after = named.starts_at.astimezone(zone), start.astimezone(zone)
        times = {
            "first_start": start,
            "days": (after.date() - before.date()).days,
            "minute": after.hour * 60 + after.minute,
            "is_later": start > named.starts_at,
        }
        return change.model_copy(update=times)

    def without_times(self) -> "SeriesChange":
        """For a class whose new time was taken meanwhile."""
        return self.model_copy(update={"first_start": None, "duration": None})

    def without_capacity(self) -> "SeriesChange":
        """For a class of which more seats were taken meanwhile."""
        return self.model_copy(update={"capacity": None})

    def applied_to(self, group_class: GroupClass) -> GroupClass:
        """The class with the change; the very same if it took it before."""
        if group_class.series_change >= self.number:
            return group_class
        changes = {
            name: value for name in _CHANGED if (value := getattr(self, name)) is not None
        } | {"series_change": self.number}
        changed = group_class.model_copy(update=changes)
        start = self._start_of(group_class)
        end = start + timedelta(minutes=changed.duration)
        return changed.model_copy(update={"starts_at": start, "ends_at": end})

    def _start_of(self, group_class: GroupClass) -> datetime:
        if self.first_start is None:
            return group_class.starts_at
        if group_class.id == self.first_id:
            return self.first_start
        zone = ZoneInfo(group_class.timezone)
        day = group_class.starts_at.astimezone(zone).date() + timedelta(days=self.days)
        at = time(*divmod(self.minute, 60))
        return datetime.combine(day, at, zone).astimezone(UTC)


class ClassSeries(Entity):
    """The classes of a series in the order of weeks, and how far it is made.

    `first`: the class that the others are made like. `ends_from`: the place in `class_ids` from
    which on its classes are cancelled; `change`: the last one of following classes; `unfinished`:
    whether some classes may not have come to that yet.
    `touched_at`: when a request last began something. `writer`: the signature of its last write.
    """

    id: int
    client_id: int
    first: GroupClass
    status: SeriesStatus = SeriesStatus.RESERVING
    class_ids: tuple[int, ...]
    starts: tuple[datetime, ...]
    ends_from: int | None = None
    change: SeriesChange | None = None
    unfinished: bool = False
    touched_at: datetime
    version: int = 1
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


def taken_times(classes: Sequence[GroupClass]) -> SlotTaken:
    """The refusal of several classes for which the trainer has no time."""
    conflicts: list[dict[str, Any]] = [
        {
            "date": each.starts_at.astimezone(ZoneInfo(each.timezone)).date().isoformat(),
            "startsAt": each.starts_at.isoformat().replace("+00:00", "Z"),
        }
        for each in classes
    ]
    return SlotTaken("You have something else at these times.", extra={"conflicts": conflicts})

"""Changing all the following classes of a series: checked as a whole, applied to each by itself.

What is to be done is stored with the series first. So what a process that dies leaves is done by
the series' due work, and a class takes each change once: it notes the number of the last one.
"""

from collections.abc import Sequence
from datetime import date

from stvos.clock import Clock
from stvos.diaries.models import DiaryEntry
from stvos.diaries.repository import Diary
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.errors import ClassFull, InvalidInput, InvalidState, SlotTaken
from stvos.group_classes.capacity import SeatCounts
from stvos.group_classes.changing import ClassChanges
from stvos.group_classes.models import ClassStatus, GroupClass, SeenClass
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.series import ClassSeries, SeriesChange, taken_times


class SeriesChanges:
    """Changes of one client's series."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock) -> None:
        self._table = table
        self._tenant = tenant
        self._repository = GroupClassRepository(table, tenant)
        self._changes = ClassChanges(table, tenant, now)
        self._counts = SeatCounts(table, tenant, now)
        self._now = now

    def unaltered(self, series: ClassSeries, change: SeriesChange) -> list[SeenClass] | None:
        """The classes that follow, if they are as they would be: asked again, or asked for what is
        so already.
        """
        open_classes = self._open(series, change)
        for each in open_classes:
            noted = {"series_change": each.series_change}
            if change.applied_to(each).model_copy(update=noted) != each:
                return None
        free = self._repository.free_seats(open_classes)
        return [(each, free[each.id]) for each in open_classes]

    def require_possible(self, series: ClassSeries, change: SeriesChange) -> None:
        """Raises InvalidInput, SlotTaken with the `conflicts`, or ClassFull unless every class
        that follows can take the change as things are now.
        """
        before = self._open(series, change)
        after = [change.applied_to(each) for each in before]
        if any(each.starts_at <= self._now() for each in after):
            raise InvalidInput.at("body.startsAt", "would move a class of the series into the past")
        for each, changed in zip(before, after, strict=True):
            self._counts.require_room(each, changed)
        if conflicts := self._conflicts(before, after):
            raise taken_times(conflicts)

    def apply(self, series: ClassSeries, change: SeriesChange) -> dict[int, SeenClass]:
        """Apply a change to all classes from its place on that have not started, and answer these
        by their ids. What one cannot take that could a moment ago, it leaves out.
        """
        ids = series.class_ids[change.place :]
        changed: dict[int, SeenClass] = {}
        # A class may move to where its neighbour still is: the neighbour goes first.
        for class_id in reversed(ids) if change.is_later else ids:
            try:
                changed[class_id] = self._apply_to(class_id, change)
            except InvalidState:
                continue  # It has started, or was cancelled.
        return {class_id: changed[class_id] for class_id in ids if class_id in changed}

    def _apply_to(self, class_id: int, change: SeriesChange) -> SeenClass:
        while True:
            try:
                return self._changes.apply(class_id, change.applied_to)
            except SlotTaken:
                change = change.without_times()
            except ClassFull:
                change = change.without_capacity()

    def _open(self, series: ClassSeries, change: SeriesChange) -> list[GroupClass]:
        now = self._now()
        return [
            each
            for each in self._repository.many(series.class_ids[change.place :])
            if each and each.status is ClassStatus.SCHEDULED and each.starts_at > now
        ]

    def _conflicts(
        self, before: Sequence[GroupClass], after: Sequence[GroupClass]
    ) -> list[GroupClass]:
        """The classes whose new time has something else of the trainer's in it."""
        if not after or all(a.entry == b.entry for a, b in zip(after, before, strict=True)):
            return []
        own = {cell for each in before for cell in _cells(each.entry)}
        diary = Diary.of_trainer(self._table, self._tenant, after[0].trainer_id)
        taken = diary.taken(
            min(each.starts_at for each in after), max(each.ends_at for each in after)
        )
        return [
            each
            for each in after
            if any(
                taken.cells.get(day, 0) >> cell & 1
                for day, cell in _cells(each.entry)
                if (day, cell) not in own
            )
        ]


def _cells(entry: DiaryEntry) -> list[tuple[date, int]]:
    return [(day, cell) for day, cells in entry.cells() for cell in cells]

"""DynamoDB access patterns G10 to G12 of docs/data-model.md: series of group classes.

A series is made in steps of which only the last can be seen: transactions take the trainer's time
and count the seats, a part of the classes each, and one transaction then stores all the classes.
What dies between them is undone by the series' due time. docs/group-classes.md has the whole.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from stvos.due.index import due_index
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Attr, Item, Table, Write, check, delete, put
from stvos.errors import Conflict
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.series import ClassSeries, SeriesChange, SeriesStatus
from stvos.trainers.repository import Offer

# A transaction takes a hundred writes, of which a few hold on to series and trainer.
_MOST_WRITES = 90


class SeriesChanged(Conflict):
    """The series is not in the state in which it was read: look at it again."""

    sentence = "The series was changed meanwhile; try again."


class _NotReserved(Conflict):
    """Nothing is reserved for this class, or not any more."""


class SeriesRepository:
    """One client's series of group classes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._classes = GroupClassRepository(table, tenant)

    def find(self, series_id: int) -> ClassSeries | None:
        """G10: a series, or None for one that was abandoned."""
        item = self._table.find(self._keys.group_class_series(series_id), consistent=True)
        return ClassSeries.of_item(item) if item else None

    def begin(self, series: ClassSeries) -> None:
        """G11: store a series that is to be made; left so, it is abandoned by its due time."""
        self._table.write(
            put(
                self._keys.group_class_series(series.id),
                _to_item(series),
                unless_exists=SeriesChanged(),
                index=due_index(series.id, series.due_at),
            )
        )

    def reserve(self, series: ClassSeries, offer: Offer) -> None:
        """G11: take the trainer's time for all classes and count their seats, in as few
        transactions as bear it. Raises SlotTaken, TrainerChanged, SeriesChanged.
        """
        reserving = Attr("status").eq(SeriesStatus.RESERVING.value)
        held = check(self._keys.group_class_series(series.id), reserving, SeriesChanged())
        for writes in _parts([self._classes.reserving(each) for each in series.classes()]):
            self._table.transact(held, *self._classes.held(offer), *writes)

    def publish(self, series: ClassSeries, offer: Offer) -> None:
        """G11: store all classes: they are there from now on. Raises TrainerChanged,
        SeriesChanged.
        """
        self._table.transact(
            self._replacing(series, _after(series, status=SeriesStatus.MADE)),
            *self._classes.held(offer),
            *map(self._classes.storing, series.classes()),
        )

    def abandon(self, series: ClassSeries) -> ClassSeries:
        """G11: give a series up that is not made: no more time is taken for it. Raises
        SeriesChanged.
        """
        return self._replace(series, _after(series, status=SeriesStatus.ABANDONED))

    def release(self, series: ClassSeries) -> None:
        """G11: give back what an abandoned series has taken, and forget it. It may be repeated."""
        for each in series.classes():
            try:
                self._table.transact(*self._classes.releasing(each, _NotReserved()))
            except _NotReserved:
                continue
        self._table.write(delete(self._keys.group_class_series(series.id)))

    def end_from(self, series: ClassSeries, place: int, now: datetime) -> ClassSeries:
        """G12: note that the classes from a place on are to be cancelled. Raises SeriesChanged."""
        ends = _after(series, ends_from=place, unfinished=True, touched_at=now)
        return self._replace(series, ends)

    def begin_change(self, series: ClassSeries, change: SeriesChange, now: datetime) -> ClassSeries:
        """G12: note what is to be changed of the classes from a place on. Raises SeriesChanged."""
        begun = _after(series, change=change, unfinished=True, touched_at=now)
        return self._replace(series, begun)

    def finish(self, series: ClassSeries) -> None:
        """G12: note that what was begun is done. Raises SeriesChanged when more was begun since."""
        self._replace(series, _after(series, unfinished=False))

    def _replace(self, before: ClassSeries, after: ClassSeries) -> ClassSeries:
        self._table.write(self._replacing(before, after))
        return after

    def _replacing(self, before: ClassSeries, after: ClassSeries) -> Write:
        return put(
            self._keys.group_class_series(after.id),
            _to_item(after),
            only_if=Attr("version").eq(before.version),
            refusal=SeriesChanged(),
            index=due_index(after.id, after.due_at),
        )


def _after(series: ClassSeries, **changes: Any) -> ClassSeries:
    return series.model_copy(update=changes | {"version": series.version + 1})


def _to_item(series: ClassSeries) -> Item:
    return series.to_item() | {"type": "group_class_series"}


def _parts(writes_of_each: Sequence[list[Write]]) -> Iterator[list[Write]]:
    """The writes of some classes, those of as many together as a transaction bears."""
    part: list[Write] = []
    for writes in writes_of_each:
        if len(part) + len(writes) > _MOST_WRITES:
            yield part
            part = []
        part = [*part, *writes]
    yield part

"""DynamoDB access patterns G10 to G12 of docs/data-model.md: series of group classes.

A series is made in steps of which only the last can be seen: transactions take the trainer's time
and count the seats, a part of the classes each, and one transaction then stores all the classes.
What dies between them is undone by the series' due time. docs/group-classes.md has the whole.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from stvos.due.index import due_at, due_index
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Attr, Table, Write, check, delete, put, update
from stvos.errors import Conflict
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.series import ClassSeries, SeriesStatus
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
                series.to_item() | {"type": "group_class_series"},
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
            self._becoming(series, SeriesStatus.RESERVING, status=SeriesStatus.MADE),
            *self._classes.held(offer),
            *map(self._classes.storing, series.classes()),
        )

    def abandon(self, series: ClassSeries) -> ClassSeries:
        """G11: give a series up that is not made: no more time is taken for it. Raises
        SeriesChanged.
        """
        abandoned = {"status": SeriesStatus.ABANDONED}
        self._table.write(self._becoming(series, SeriesStatus.RESERVING, **abandoned))
        return series.model_copy(update=abandoned)

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
        ends = {"ends_from": place, "unfinished": True, "touched_at": now}
        self._table.write(self._becoming(series, SeriesStatus.MADE, **ends))
        return series.model_copy(update=ends)

    def finish(self, series: ClassSeries) -> None:
        """G12: note that what was begun is done. Raises SeriesChanged when more was begun since."""
        self._table.write(self._becoming(series, SeriesStatus.MADE, unfinished=False))

    def _becoming(self, series: ClassSeries, expected: SeriesStatus, **changes: Any) -> Write:
        """The write of a change, of a series that was read in its present state."""
        after = series.model_copy(update=changes)
        item = after.to_item()
        return update(
            self._keys.group_class_series(series.id),
            sets={name: item[name] for name in changes},
            only_if=Attr("status").eq(expected.value)
            & Attr("touched_at").eq(series.to_item()["touched_at"]),
            refusal=SeriesChanged(),
            **due_at(series.id, after.due_at),
        )


def _parts(writes_of_each: Sequence[list[Write]]) -> Iterator[list[Write]]:
    """The writes of some classes, those of as many together as a transaction bears."""
    part: list[Write] = []
    for writes in writes_of_each:
        if len(part) + len(writes) > _MOST_WRITES:
            yield part
            part = []
        part = [*part, *writes]
    yield part

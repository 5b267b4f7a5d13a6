"""DynamoDB access patterns G15 and G16 of docs/data-model.md: noting who attended a class."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import batched

from stvos.due.index import due_at
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Table, Write, update
from stvos.errors import Conflict
from stvos.group_classes.attendance import AttendanceMark
from stvos.group_classes.due import next_due
from stvos.group_classes.models import GroupClass
from stvos.group_classes.repository import ClassChanged
from stvos.group_classes.seat_models import Seat, SeatStatus
from stvos.group_classes.seat_repository import SeatRepository
from stvos.partners.attended import AlreadyCounted, attended

# A transaction takes a hundred writes, three for each seat at most.
_TOGETHER = 33


class NotMarked(Conflict):
    """The seat was given up, or marked by others."""


class AttendanceMarks:
    """Who attended one client's classes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)
        self._seats = SeatRepository(table, tenant)

    def held(self, group_class: GroupClass) -> Iterator[Seat]:
        """H3: the seats that members have in a class."""
        for shard in range(group_class.shards):
            for seat in self._seats.kept_in(group_class.id, shard):
                if seat.status is SeatStatus.CONFIRMED:
                    yield seat

    def mark(self, marks: Iterable[AttendanceMark], *, by_trainer: bool) -> None:
        """G15: note on seats whether their members attended; what the trainer marked is changed by
        the trainer alone. Who attended has done something that partners' counts know, once.
        """
        for some in batched(marks, _TOGETHER, strict=False):
            try:
                self._together(some, by_trainer=by_trainer)
            except (NotMarked, AlreadyCounted):
                for mark in some:
                    self._alone(mark, by_trainer=by_trainer)

    def close(self, group_class: GroupClass) -> None:
        """G16: note that it is decided who attended. Raises ClassChanged."""
        after = group_class.model_copy(update={"is_closed": True})
        self._noted(group_class, {"is_closed": True}, next_due(after))

    def go_on(self, group_class: GroupClass, at: datetime) -> None:
        """G16: have the rest decided later. Raises ClassChanged."""
        self._noted(group_class, {}, at)

    def _noted(
        self, group_class: GroupClass, sets: dict[str, bool], again: datetime | None
    ) -> None:
        self._table.write(
            update(
                self._keys.group_class(group_class.id),
                sets=sets,
                only_if=Attr("version").eq(group_class.version),
                refusal=ClassChanged("The class was changed meanwhile; try again."),
                **due_at(group_class.id, again),
            )
        )

    def _together(self, marks: Sequence[AttendanceMark], *, by_trainer: bool) -> None:
        writes: list[Write] = []
        for mark in marks:
            writes += [_marked(self._keys, mark, by_trainer=by_trainer), *self._counted(mark)]
        if writes:
            self._table.transact(*writes)

    def _alone(self, mark: AttendanceMark, *, by_trainer: bool) -> None:
        """A seat that is none any more, or marked by others, stays as it is."""
        note = _marked(self._keys, mark, by_trainer=by_trainer)
        with suppress(NotMarked):
            try:
                self._table.transact(note, *self._counted(mark))
            except AlreadyCounted:
                self._table.transact(note)

    def _counted(self, mark: AttendanceMark) -> tuple[Write, ...]:
        seat = mark.seat
        if not mark.attended:
            return ()
        user = UserId(seat.user_id)
        return attended(self._tenant, user, seat.class_id, seat.starts_at, seat.partner)


def _marked(keys: Keys, mark: AttendanceMark, *, by_trainer: bool) -> Write:
    seat = mark.seat
    is_held = Attr("status").eq(SeatStatus.CONFIRMED.value)
    sets: Item = {"attended": mark.attended, "marked_by_trainer": by_trainer}
    if mark.minutes is not None:
        sets["minutes"] = mark.minutes
    return update(
        keys.seat(seat.class_id, seat.home, UserId(seat.user_id)),
        sets=sets,
        only_if=is_held if by_trainer else is_held & Attr("attended").not_exists(),
        refusal=NotMarked(),
    )

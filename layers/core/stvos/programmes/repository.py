"""DynamoDB access patterns G1 to G5 of docs/data-model.md: programmes and their weeks."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from stvos.dynamodb.keys import INDEX_ATTRIBUTES, ClientId, Keys
from stvos.dynamodb.table import (
    Attr,
    Item,
    Table,
    Write,
    delete,
    put,
    replace_if_unchanged,
    update,
)
from stvos.errors import Conflict, NotFound
from stvos.programmes.models import Programme, ProgrammeWeek

MAX_PROGRAMMES = 100
_COUNT = "programmes"


class ProgrammeRepository:
    """One client's programmes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    # ------------------------------------------------------------ reads

    def require(self, programme_id: int, *, consistent: bool = False) -> Programme:
        """G1: one programme; raises NotFound, also for one that was withdrawn."""
        item = self._table.find(self._keys.programme(programme_id), consistent=consistent)
        if item is None or "withdrawn_at" in item:
            raise NotFound
        return Programme.of_item(item)

    def many(self, programme_ids: Iterable[int]) -> dict[int, Programme]:
        """G1: programmes by their ids, withdrawn ones too."""
        keys = [self._keys.programme(number) for number in set(programme_ids)]
        items = self._table.find_many(keys, consistent=True)
        return {item["id"]: Programme.of_item(item) for item in items if item}

    def of_trainer(self, trainer_id: int) -> list[Programme]:
        """G2: a trainer's programmes, the newest first; there are at most `MAX_PROGRAMMES`."""
        span = self._keys.programmes_of(trainer_id)
        items = self._table.query(span, limit=MAX_PROGRAMMES, forward=False).items
        return [Programme.of_item(item) for item in items]

    def weeks(self, programme_id: int) -> tuple[ProgrammeWeek, ...]:
        """G3: all content of a programme."""
        items = self._table.all(self._keys.programme_weeks(programme_id), consistent=True)
        return tuple(ProgrammeWeek.of_item(item) for item in items)

    def week_of_each(
        self, wanted: Sequence[tuple[int, int]]
    ) -> dict[tuple[int, int], ProgrammeWeek]:
        """G3: some weeks, each by its programme's id and its number."""
        items = self._table.find_many([self._keys.programme_week(*one) for one in wanted])
        found = zip(wanted, items, strict=True)
        return {one: ProgrammeWeek.of_item(item) for one, item in found if item}

    # ------------------------------------------------------------ writes

    def add(self, programme: Programme, weeks: Sequence[ProgrammeWeek]) -> None:
        """G4: store a programme and count it. Raises Conflict when the trainer has a hundred."""
        room = Attr(_COUNT).not_exists() | Attr(_COUNT).lt(MAX_PROGRAMMES)
        self._table.transact(
            put(
                self._keys.programme(programme.id),
                _to_item(programme),
                unless_exists=Conflict(),
                index=self._keys.programme_in_list(programme.trainer_id, programme.id),
            ),
            update(
                self._keys.programme_count(programme.trainer_id),
                sets={"type": "programme_count"},
                adds={_COUNT: 1},
                only_if=room,
                refusal=Conflict(f"A trainer offers at most {MAX_PROGRAMMES} programmes."),
            ),
            *self._writing(programme.id, weeks),
        )

    def replace(
        self, before: Programme, after: Programme, weeks: Sequence[ProgrammeWeek] | None
    ) -> None:
        """G4: store a changed programme, and all its weeks where they are given; raises Conflict
        unless it still is `before`.
        """
        dropped = range(after.weeks + 1, before.weeks + 1)
        self._table.transact(
            replace_if_unchanged(
                self._keys.programme(after.id),
                _to_item(before),
                _to_item(after),
                what="The programme",
                index=self._keys.programme_in_list(after.trainer_id, after.id),
            ),
            *self._writing(after.id, weeks or ()),
            *(delete(self._keys.programme_week(after.id, week)) for week in dropped),
        )

    def withdraw(self, programme_id: int, trainer_id: int, now: datetime) -> None:
        """G5: hide a programme of this trainer and count it off; raises NotFound. Its content stays
        for those who follow it.
        """
        offered = Attr("trainer_id").eq(trainer_id) & Attr("withdrawn_at").not_exists()
        self._table.transact(
            update(
                self._keys.programme(programme_id),
                sets={"withdrawn_at": now.isoformat()},
                removes=INDEX_ATTRIBUTES,
                only_if=offered,
                refusal=NotFound(),
            ),
            update(self._keys.programme_count(trainer_id), adds={_COUNT: -1}),
        )

    def _writing(self, programme_id: int, weeks: Sequence[ProgrammeWeek]) -> list[Write]:
        return [
            put(
                self._keys.programme_week(programme_id, week.week),
                week.to_item() | {"type": "programme_week", "programme_id": programme_id},
            )
            for week in weeks
        ]


def _to_item(programme: Programme) -> Item:
    return programme.to_item() | {"type": "programme"}

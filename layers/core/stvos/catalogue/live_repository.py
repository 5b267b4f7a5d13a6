"""DynamoDB access patterns C9 to C11 of docs/data-model.md: live classes."""

from datetime import UTC, datetime, timedelta

from stvos.catalogue.models import LiveClass
from stvos.catalogue.repository import LIVE_COUNT
from stvos.clock import epoch_ms
from stvos.dynamodb.keys import ClientId, IndexKey, Key, Keys
from stvos.dynamodb.table import (
    Attr,
    Item,
    Table,
    Write,
    check,
    delete_if_unchanged,
    put,
    replace_if_unchanged,
    unchanged,
    update,
)
from stvos.errors import Conflict, InvalidInput, NotFound
from stvos.paging import PageQuery

LONGEST = timedelta(hours=24)
"""No live class lasts longer, so one that is on now started within this time."""

_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LAST = datetime(2200, 12, 31, tzinfo=UTC)


class LiveClassRepository:
    """One client's live classes. The tenant is fixed here, so no read can leave it."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def require_live_class(self, live_id: int, *, consistent: bool = False) -> LiveClass:
        """C9: one live class, past ones too; raises NotFound."""
        item = self._table.find(self._keys.live_class(live_id), consistent=consistent)
        if item is None:
            raise NotFound
        return LiveClass.of_item(item)

    def live_classes(self, page: PageQuery) -> tuple[list[LiveClass], int]:
        """C10: a page of all live classes by their start, and how many there are."""
        span = self._keys.live_classes_between(epoch_ms(_FIRST), epoch_ms(_LAST))
        items = page.cut(self._table.all(span))
        return [LiveClass.of_item(item) for item in items], self._table.count(span)

    def on_or_after(self, first: datetime, last: datetime | None = None) -> list[LiveClass]:
        """C10: the live classes not over at `first` that start by `last`, soonest first."""
        span = self._keys.live_classes_between(epoch_ms(first - LONGEST), epoch_ms(last or _LAST))
        overlapping = map(LiveClass.of_item, self._table.all(span))
        return [live for live in overlapping if live.ends_at > first]

    def next(self, now: datetime, count: int) -> list[LiveClass]:
        """C10: the first few that start from now on, in one query."""
        span = self._keys.live_classes_between(epoch_ms(now), epoch_ms(_LAST))
        return [LiveClass.of_item(item) for item in self._table.query(span, limit=count).items]

    def add_live_class(self, added: LiveClass, *preceding: Write) -> None:
        """C11: store a live class; raises InvalidInput for an unknown trainer or category."""
        self._table.transact(
            *preceding,
            put(
                self._keys.live_class(added.id),
                self._to_item(added),
                unless_exists=Conflict(),
                index=self._in_list(added),
            ),
            *self._counting(None, added),
        )

    def replace_live_class(self, before: LiveClass, after: LiveClass, *preceding: Write) -> None:
        """C11: store a changed live class; raises Conflict when it is not as `before` any more."""
        self._table.transact(
            *preceding,
            replace_if_unchanged(
                self._keys.live_class(after.id),
                self._to_item(before),
                self._to_item(after),
                what="The live class",
                index=self._in_list(after),
            ),
            *self._counting(before, after),
        )

    def delete_live_class(self, live_id: int, *preceding: Write) -> None:
        """C11: remove a live class; raises NotFound."""
        removed = self.require_live_class(live_id, consistent=True)
        self._table.transact(
            *preceding,
            delete_if_unchanged(
                self._keys.live_class(live_id), self._to_item(removed), what="The live class"
            ),
            *self._counting(removed, None),
        )

    def unchanged(self, live: LiveClass) -> Write:
        """C11: the check, for a transaction of the caller's, that a class is as it was read."""
        refusal = Conflict("The live class was changed meanwhile; try again.")
        return check(self._keys.live_class(live.id), unchanged(self._to_item(live)), refusal)

    def _to_item(self, live: LiveClass) -> Item:
        return live.to_item() | {"type": "live_class", "client_id": self._tenant}

    def _in_list(self, live: LiveClass) -> IndexKey:
        return self._keys.live_class_in_list(epoch_ms(live.starts_at), live.id)

    def _counting(self, before: LiveClass | None, after: LiveClass | None) -> list[Write]:
        counts: dict[tuple[Key, str], int] = {}
        for live, sign in ((before, -1), (after, +1)):
            if live is None:
                continue
            used = [(self._keys.content_trainer(live.trainer_id), "trainerId")]
            if live.category_id is not None:
                used.append((self._keys.category(live.category_id), "categoryId"))
            for key in used:
                counts[key] = counts.get(key, 0) + sign
        return [
            update(
                key,
                adds={LIVE_COUNT: change},
                only_if=Attr("pk").exists(),
                refusal=InvalidInput.at(f"body.{field}", "is unknown"),
            )
            for (key, field), change in counts.items()
            if change
        ]

"""The worker of due work: hands each item to its domain."""

from collections.abc import Callable
from datetime import timedelta
from typing import Self

from stvos.clock import Clock, epoch_ms, utc_now
from stvos.due.handlers import DueHandler, handler_of
from stvos.dynamodb.keys import KEY_ATTRIBUTES, Directory, IndexKey, Key
from stvos.dynamodb.table import Attr, Item, Table, update
from stvos.errors import Conflict
from stvos.queues.worker import Task

RETRIED_AFTER = timedelta(hours=1)
"""How long an item rests that could not be done: what is due behind it is not held up."""


class DueWorker:
    """Does what is due for an item, if it still is."""

    def __init__(
        self,
        table: Table,
        handlers: Callable[[str], DueHandler] = handler_of,
        now: Clock = utc_now,
    ) -> None:
        self._table = table
        self._handlers = handlers
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack())

    def do(self, task: Task) -> None:
        """Have the item's domain do it. After the last failure the item rests for an hour."""
        place: Item = task.content["place"]
        if not self._is_due(place):
            return
        try:
            handler = self._handlers(task.content["type"])
            handler(self._table, Key.of_item(place), self._now())
        except Exception:
            if task.is_last:
                self._postpone(place)
            raise

    def _is_due(self, place: Item) -> bool:
        """D3: whether the item still stands where it was found. If not, it was done or changed."""
        keys = [Key.of_item(place)]
        [item] = self._table.find_many(keys, consistent=True, only=tuple(KEY_ATTRIBUTES))
        return item is not None and all(item.get(name) == place[name] for name in KEY_ATTRIBUTES)

    def _postpone(self, place: Item) -> None:
        """D4: look at the item again in an hour, unless it was changed meanwhile."""
        found = IndexKey.of_item(place)
        later = Directory.due_later(found, epoch_ms(self._now() + RETRIED_AFTER))
        unmoved = Attr("gsi1sk").eq(found.sk)
        try:
            self._table.write(update(Key.of_item(place), index=later, only_if=unmoved))
        except Conflict:
            return

"""Something that becomes due, for the tests: a clock that rings at its times."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from stvos.clock import epoch_ms
from stvos.due import handlers
from stvos.due.index import due_at, due_index
from stvos.dynamodb.keys import Key, Keys
from stvos.dynamodb.table import Attr, Item, Table, put, update
from stvos.errors import Conflict
from stvos.ids import new_id
from tests.world import World

TYPE = "clock_of_tests"


def enter(monkeypatch: pytest.MonkeyPatch, function: str = "ring") -> None:
    """Enter a function of this module as what does the due work of clocks."""
    monkeypatch.setitem(handlers.HANDLERS, TYPE, f"tests.due_samples:{function}")


@dataclass(frozen=True)
class RingingClock:
    """A stored clock: `times` are still to ring, `rung` counts."""

    table: Table
    id: int
    key: Key

    @classmethod
    def set_to(cls, world: World, *times: datetime) -> "RingingClock":
        number = new_id()
        # Where a message of no kind would be stored: clocks have no keys of their own.
        clock = cls(world.table, number, Keys(world.tenant).outbox(number))
        item = {"type": TYPE, "id": number, "rung": 0, "times": [epoch_ms(t) for t in times]}
        world.table.write(put(clock.key, item, index=due_index(number, min(times))))
        return clock

    @property
    def item(self) -> Item:
        item = self.table.find(self.key, consistent=True)
        assert item is not None
        return item

    @property
    def rung(self) -> int:
        return int(self.item["rung"])

    def move_to(self, *times: datetime) -> None:
        """Set it to other times."""
        sets = {"times": [epoch_ms(t) for t in times]}
        self.table.write(update(self.key, sets=sets, **due_at(self.id, min(times, default=None))))


def ring(table: Table, key: Key, now: datetime) -> None:
    """Ring for each time that has come; the next one is the next due time."""
    item = table.find(key, consistent=True)
    if item is None:
        return
    come = [ms for ms in item["times"] if ms <= epoch_ms(now)]
    left = [ms for ms in item["times"] if ms > epoch_ms(now)]
    if not come:
        return
    table.write(
        update(
            key,
            sets={"times": left},
            adds={"rung": len(come)},
            only_if=Attr("times").eq(item["times"]),
            refusal=Conflict(),
            **due_at(item["id"], _earliest(left)),
        )
    )


def fail(table: Table, key: Key, now: datetime) -> None:
    """A handler with a defect."""
    raise ValueError("the spring is broken")


def _earliest(times: Sequence[int]) -> datetime | None:
    epoch = datetime.fromisoformat("1970-01-01T00:00Z")
    return epoch + timedelta(milliseconds=min(times)) if times else None

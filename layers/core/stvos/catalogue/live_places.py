"""DynamoDB access patterns C17 and C18 of docs/data-model.md: places in live classes.

Only a class with a capacity has places. Their count is in shards, each with its own part of the
capacity, so that thousands can join within a minute; a member's own item says that they have one.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import batched

from stvos.catalogue.models import LiveClass
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Attr, Item, Table, put, update
from stvos.errors import ClassFull, Conflict

SHARDS = 16
JOINED_BEFORE = timedelta(hours=1)
"""No one joins earlier than this before the start."""

_KEPT = timedelta(days=90)


class HasPlace(Conflict):
    """The member has a place in this class already."""


class LivePlaces:
    """The places of one client's live classes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._tenant = tenant
        self._keys = Keys(tenant)

    def take(self, live: LiveClass, user: UserId) -> None:
        """C17: a place for a member, who keeps the one they have; raises ClassFull."""
        if live.capacity is None:
            return
        place, *counts = self._table.find_many(
            [
                self._keys.live_place(user, live.id),
                *(self._keys.live_places(live.id, shard) for shard in range(SHARDS)),
            ]
        )
        if place:
            return
        taken = [_taken(count) for count in counts]
        # Where the capacity was lowered, the shards together may have more than their parts say.
        free = live.capacity > sum(taken)
        open_shards = [shard for shard in range(SHARDS) if taken[shard] < _part(live, shard)]
        # Members begin with different ones, lest all try the same.
        for shard in sorted(open_shards, key=lambda n: (n - user) % SHARDS) if free else []:
            with suppress(ClassFull):
                self._take(live, user, shard)
                return
        raise ClassFull

    def left(self, classes: Sequence[LiveClass], now: datetime) -> dict[int, int]:
        """C18: how many places are left in those of the classes that members may have joined."""
        joined = [
            (live, live.capacity)
            for live in classes
            if live.capacity is not None and live.starts_at - JOINED_BEFORE <= now
        ]
        keys = [self._keys.live_places(live.id, n) for live, _ in joined for n in range(SHARDS)]
        counts = batched(self._table.find_many(keys, only=["taken"]), SHARDS)
        return {
            live.id: max(0, capacity - sum(map(_taken, taken)))
            for (live, capacity), taken in zip(joined, counts, strict=True)
        }

    def _take(self, live: LiveClass, user: UserId, shard: int) -> None:
        kept_until = live.ends_at + _KEPT
        with suppress(HasPlace):
            self._table.transact(
                put(
                    self._keys.live_place(user, live.id),
                    {"type": "live_place", "client_id": self._tenant, "live_id": live.id},
                    unless_exists=HasPlace(),
                    expires=kept_until,
                ),
                update(
                    self._keys.live_places(live.id, shard),
                    sets={"type": "live_places", "client_id": self._tenant},
                    adds={"taken": 1},
                    only_if=Attr("taken").not_exists() | Attr("taken").lt(_part(live, shard)),
                    refusal=ClassFull(),
                    expires=kept_until,
                ),
            )


def _part(live: LiveClass, shard: int) -> int:
    """A shard's part of the capacity: with all of them, exactly the capacity."""
    each, over = divmod(live.capacity or 0, SHARDS)
    return each + (shard < over)


def _taken(count: Item | None) -> int:
    return int(count["taken"]) if count else 0

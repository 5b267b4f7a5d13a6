"""DynamoDB access pattern H2 of docs/data-model.md: who waits for a seat in a class, and how long.

Each shard of a class has those who are kept in it, in the order of waiting; merged they are the
order of the class.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge

from stvos.clock import epoch_ms
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Table, Write, delete, put
from stvos.group_classes.models import GroupClass
from stvos.group_classes.seat_models import Seat, SeatCount

# Of a shard: mostly the first who waits can come.
_A_QUERY = 25


@dataclass(frozen=True, slots=True, order=True)
class Waiter:
    """A member who waits, in the order of waiting. `since_ms`: since 1970. `version`: of the seat
    when it was asked for.
    """

    since_ms: int
    user: UserId
    home: int
    version: int = field(compare=False)

    @classmethod
    def of(cls, seat: Seat) -> "Waiter":
        assert seat.waiting_since is not None
        return cls(epoch_ms(seat.waiting_since), UserId(seat.user_id), seat.home, seat.version)


class WaiterRepository:
    """Those who wait for seats in one client's classes."""

    def __init__(self, table: Table, tenant: ClientId) -> None:
        self._table = table
        self._keys = Keys(tenant)

    def in_order(
        self, group_class: GroupClass, counts: Sequence[SeatCount], since_ms: int = 0
    ) -> Iterator[Waiter]:
        """H2: who waits, the longest first, over all shards in which someone does; of those who
        have waited since a moment or a shorter time.
        """
        shards = [shard for shard, count in enumerate(counts) if count.waiting > 0]
        return merge(*(self._of_shard(group_class.id, shard, since_ms) for shard in shards))

    def seats_of(self, group_class: GroupClass, waiters: Sequence[Waiter]) -> list[Seat]:
        """H1: what is stored of those who wait."""
        keys = [self._keys.seat(group_class.id, each.home, each.user) for each in waiters]
        items = self._table.find_many(keys, consistent=True)
        return [Seat.of_item(item) for item in items if item]

    def place_of(self, seat: Seat) -> int:
        """H2: how many wait for longer in the seat's shard, and the member themselves."""
        since = Waiter.of(seat).since_ms
        return self._table.count(self._keys.waiters_before(seat.class_id, seat.home, since)) + 1

    def adding(self, seat: Seat) -> Write:
        """H2: the write that puts a member at the end."""
        waiter = Waiter.of(seat)
        item = {
            "type": "seat_waiter",
            "user_id": waiter.user,
            "since_ms": waiter.since_ms,
            "version": waiter.version,
        }
        return put(self._keys.waiter(seat.class_id, seat.home, waiter.since_ms, waiter.user), item)

    def removing(self, class_id: int, waiter: Waiter) -> Write:
        """H2: the write that takes a member out."""
        return delete(self._keys.waiter(class_id, waiter.home, waiter.since_ms, waiter.user))

    def _of_shard(self, class_id: int, shard: int, since_ms: int) -> Iterator[Waiter]:
        span, after = self._keys.waiters_since(class_id, shard, since_ms), None
        while True:
            page = self._table.query(span, limit=_A_QUERY, after=after, consistent=True)
            for item in page.items:
                yield Waiter(item["since_ms"], UserId(item["user_id"]), shard, item["version"])
            if page.after is None:
                return
            after = page.after

"""DynamoDB access pattern G13 of docs/data-model.md: what a changed class does to its counts.

Its seats are counted in the shards in which they were when it was made. A larger class gets its
new seats where there are least; a smaller one gives up free seats only, wherever they are, so that
nobody loses one.
"""

from collections.abc import Sequence

from stvos.clock import Clock
from stvos.due.index import due_index
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Attr, Table, Write, update
from stvos.errors import ClassFull, Conflict, FieldError
from stvos.group_classes.models import GroupClass
from stvos.group_classes.seat_models import SeatCount
from stvos.group_classes.seat_repository import CHECKED_AFTER, SeatRepository


class SeatCounts:
    """The counted seats of one client's classes."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock) -> None:
        self._keys = Keys(tenant)
        self._seats = SeatRepository(table, tenant)
        self._now = now

    def require_room(self, before: GroupClass, after: GroupClass) -> None:
        """Raises ClassFull when more seats are taken than there will be."""
        if after.capacity < before.capacity:
            self._steps(before, after)

    def following(self, before: GroupClass, after: GroupClass) -> list[Write]:
        """G13: the writes that bring the counts to another capacity, and to another time: the due
        work then takes members along. They raise Conflict when seats were taken meanwhile. Raises
        ClassFull when more are taken than there will be.
        """
        moves = before.placement != after.placement
        steps = [0] * after.shards
        if before.capacity != after.capacity:
            steps = self._steps(before, after)
        return [
            self._changed(after, shard, step, moves=moves)
            for shard, step in enumerate(steps)
            if step or moves
        ]

    def _steps(self, before: GroupClass, after: GroupClass) -> list[int]:
        counts = self._seats.counts(before)
        taken = sum(count.capacity - count.free for count in counts)
        if taken > after.capacity:
            raise _too_small(taken)
        change = grown if after.capacity > before.capacity else shrunk
        return change(counts, after.seats())

    def _changed(self, group_class: GroupClass, shard: int, step: int, *, moves: bool) -> Write:
        """One write for all, since a transaction has no more of an item. New seats are for those
        who wait: the count is due a minute later, so that they get them though this request dies.
        """
        due_at = None
        if moves:
            due_at = group_class.updated_at
        elif step > 0:
            due_at = self._now() + CHECKED_AFTER
        return update(
            self._keys.seat_count(group_class.id, shard),
            # The due work begins anew with those who have waited the longest.
            sets=({"placement": group_class.placement} if moves else {}) | {"asked_since": 0},
            adds={"capacity": step, "free": step} if step else {},
            only_if=Attr("free").gte(-step) if step < 0 else None,
            refusal=Conflict("Seats were taken meanwhile; try again."),
            index=due_index(group_class.id, due_at),
        )


def grown(counts: Sequence[SeatCount], wanted: Sequence[int]) -> list[int]:
    """How many seats to add to each shard, where it has fewer than wanted."""
    left = sum(wanted) - sum(count.capacity for count in counts)
    steps = []
    for count, most in zip(counts, wanted, strict=True):
        step = min(left, max(0, most - count.capacity))
        steps.append(step)
        left -= step
    return steps


def shrunk(counts: Sequence[SeatCount], wanted: Sequence[int]) -> list[int]:
    """How many seats to take from each shard, as numbers below zero: free ones, first where it has
    more than wanted.
    """
    left = sum(count.capacity for count in counts) - sum(wanted)
    steps = [0] * len(counts)
    for is_last in (False, True):
        for shard, (count, least) in enumerate(zip(counts, wanted, strict=True)):
            free = count.free + steps[shard]
            spare = free if is_last else min(free, max(0, count.capacity - least))
            steps[shard] -= min(left, spare)
            left -= min(left, spare)
    return steps


def _too_small(taken: int) -> ClassFull:
    """The refusal of a capacity below the seats that members have."""
    path, message = "body.capacity", f"must not be below the {taken} seats that are taken"
    return ClassFull(
        "More seats than that are taken.",
        details=f"{path}: {message}",
        fields=(FieldError(path, message),),
        extra={"taken": taken},
    )

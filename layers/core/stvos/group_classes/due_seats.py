"""What is due for counts of seats: who waits gets what is free, members of a class that moved move
along, and cancelled classes are emptied.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from itertools import batched, chain

from stvos.bookings.models import Party
from stvos.dynamodb.keys import ClientId, Key
from stvos.dynamodb.table import Table, Write
from stvos.group_classes.models import GroupClass
from stvos.group_classes.moved_seats import MovedSeats
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import Seat, SeatCount, SeatStatus
from stvos.group_classes.seat_repository import SeatRepository, SeatsChanged
from stvos.group_classes.waiting import Filled, Waitlist

MOST = 200
"""Members that are seen to in one turn; the rest is due in the next sweep. The queue hands out ten
turns together, for which the worker has a minute: a transaction for each member is 5 s a turn.
"""

ASKED_AGAIN_AFTER = timedelta(hours=1)
"""When those are asked again who wait beside a free seat because they are busy: they may be free by
then.
"""

# A transaction takes a hundred writes: five for a seat that went past midnight, of a class that
# moved.
_TOGETHER = 20


class SeatsDue:
    """The due work of one client's counts."""

    def __init__(self, table: Table, tenant: ClientId, now: datetime) -> None:
        self._table = table
        self._tenant = tenant
        self._classes = GroupClassRepository(table, tenant)
        self._repository = SeatRepository(table, tenant)
        self._waitlist = Waitlist(table, tenant, lambda: now)
        self._now = now

    def do(self, key: Key, count: SeatCount) -> None:
        """Do what is due, and note whether there is more."""
        group_class = self._classes.require(count.class_id)
        if count.closed:
            is_done = self._empty(group_class, count.shard)
            filled = Filled(is_done=is_done)
        elif self._move(group_class, count.shard):
            filled = self._fill(group_class, count)
        else:
            filled = Filled(is_done=False)
        again = None
        if not filled.is_done:
            # A later moment than the present one: the queue takes an item and due time once.
            again = self._now + timedelta(milliseconds=1)
        elif filled.has_busy and count.free > 0:
            again = self._now + ASKED_AGAIN_AFTER
        self._repository.checked(key, count, again=again, asked_since=filled.next_ms)

    def _move(self, group_class: GroupClass, shard: int) -> bool:
        """Take those who are kept in a shard along with a class that moved."""
        return MovedSeats(self._table, self._tenant, group_class, self._now).move(shard, MOST)

    def _fill(self, group_class: GroupClass, count: SeatCount) -> Filled:
        if group_class.starts_at <= self._now:
            return Filled(is_done=True)
        counts = self._repository.counts(group_class)
        return self._waitlist.fill(group_class, counts, MOST, count.asked_since)

    def _empty(self, group_class: GroupClass, shard: int) -> bool:
        """Give those who are kept in a shard their time back. Answers whether that was all."""
        kept = self._repository.kept_in(group_class.id, shard)
        live = [seat for seat in kept if seat.status.is_live]
        for some in batched(live[:MOST], _TOGETHER, strict=False):
            writes = [self._cancelling(group_class, seat) for seat in some]
            try:
                self._repository.empty(*chain.from_iterable(writes))
            except SeatsChanged:
                for one in writes:
                    # The same work, begun twice: the other has done it.
                    with suppress(SeatsChanged):
                        self._repository.empty(*one)
        return len(live) <= MOST

    def _cancelling(self, group_class: GroupClass, seat: Seat) -> list[Write]:
        after = seat.cancelled(Party.TRAINER, group_class.reason, self._now)
        waited = seat.status is SeatStatus.WAITLISTED
        template = ClassMail.WAIT_ENDED if waited else ClassMail.CANCELLED
        mail = to_member(template, group_class, seat.user_id, after.version, self._now)
        return [*self._repository.emptying(group_class, seat, after), mail]


def do_due(table: Table, key: Key, now: datetime) -> None:
    """The handler of due work for items of the type `seat_count`."""
    item = table.find(key, consistent=True)
    if item is not None:
        count = SeatCount.of_item(item)
        SeatsDue(table, ClientId(count.client_id), now).do(key, count)

"""What is due for counts of seats: who waits gets what is free, members of a class that moved move
along, and cancelled classes are emptied.
"""

from contextlib import suppress
from datetime import datetime, timedelta

from stvos.bookings.models import Party
from stvos.dynamodb.keys import ClientId, Key
from stvos.dynamodb.table import Table
from stvos.group_classes.models import GroupClass
from stvos.group_classes.moved_seats import MovedSeats
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import Seat, SeatCount, SeatStatus
from stvos.group_classes.seat_repository import SeatRepository, SeatsChanged
from stvos.group_classes.waiting import Waitlist

MOST = 200
"""Members that are seen to in one turn; the rest is due at once again."""


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
        else:
            is_done = self._move(group_class, count.shard) and self._fill(group_class)
        # A later moment than the present one: the queue takes an item and due time once.
        again = None if is_done else self._now + timedelta(milliseconds=1)
        self._repository.checked(key, count, again=again)

    def _move(self, group_class: GroupClass, shard: int) -> bool:
        """Take those who are kept in a shard along with a class that moved."""
        return MovedSeats(self._table, self._tenant, group_class, self._now).move(shard, MOST)

    def _fill(self, group_class: GroupClass) -> bool:
        if group_class.starts_at <= self._now:
            return True
        counts = self._repository.counts(group_class)
        return self._waitlist.fill(group_class, counts, MOST)

    def _empty(self, group_class: GroupClass, shard: int) -> bool:
        """Give those who are kept in a shard their time back."""
        emptied = 0
        for seat in self._repository.kept_in(group_class.id, shard):
            if not seat.status.is_live:
                continue
            if emptied == MOST:
                return False
            self._cancel(group_class, seat)
            emptied += 1
        return True

    def _cancel(self, group_class: GroupClass, seat: Seat) -> None:
        after = seat.cancelled(Party.TRAINER, group_class.reason, self._now)
        waited = seat.status is SeatStatus.WAITLISTED
        template = ClassMail.WAIT_ENDED if waited else ClassMail.CANCELLED
        mail = to_member(template, group_class, seat.user_id, after.version, self._now)
        with suppress(SeatsChanged):  # The same work, begun twice: the other has done it.
            self._repository.empty(seat, after, mail)


def do_due(table: Table, key: Key, now: datetime) -> None:
    """The handler of due work for items of the type `seat_count`."""
    item = table.find(key, consistent=True)
    if item is not None:
        count = SeatCount.of_item(item)
        SeatsDue(table, ClientId(count.client_id), now).do(key, count)

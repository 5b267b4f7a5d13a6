"""Seats that are freed go to those who wait, the longest first, past those who cannot come."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.group_classes.models import GroupClass
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.seat_models import Seat, SeatCount
from stvos.group_classes.seat_repository import SeatRepository, SeatsChanged, WaiterUnavailable
from stvos.group_classes.waiter_repository import Waiter, WaiterRepository

ASKED_BY_A_REQUEST = 25
"""How many of those who wait a request tries before it leaves the seat to the due work."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How far free seats were given to those who wait. `is_done`: no seat is free, or no one is
    left to ask; otherwise those who have waited since `next_ms` are asked next. `has_busy`: seats
    are free, and all who wait have something else then.
    """

    is_done: bool
    next_ms: int = 0
    has_busy: bool = False


class Waitlist:
    """Those who wait for seats in one client's classes."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock = utc_now) -> None:
        self._repository = SeatRepository(table, tenant)
        self._waiters = WaiterRepository(table, tenant)
        self._now = now

    def hand_on(
        self,
        group_class: GroupClass,
        before: Seat,
        after: Seat,
        counts: list[SeatCount],
        *together: Write,
    ) -> None:
        """Free a seat and, in the same transaction, give it to the first who can come; where there
        is no one, it is free for whoever comes. Raises SeatsChanged.
        """
        for waiter in islice(self._waiters.in_order(group_class, counts), ASKED_BY_A_REQUEST):
            mail = _promotion_mail(group_class, waiter, after.updated_at)
            try:
                self._repository.hand_on(group_class, before, after, waiter, mail, *together)
            except WaiterUnavailable:
                continue
            return
        self._repository.give_back(group_class, before, after, *together)

    def fill(
        self,
        group_class: GroupClass,
        counts: list[SeatCount],
        most: int | None = None,
        since_ms: int = 0,
    ) -> Filled:
        """Give free seats to those who wait, asking `most` of those who have waited since a moment
        or a shorter time; as many as a request asks unless given.
        """
        most = most or ASKED_BY_A_REQUEST
        waiters = self._waiters.in_order(group_class, counts, since_ms)
        free = [shard for shard, count in enumerate(counts) for _ in range(count.free)]
        left = sum(count.waiting for count in counts)
        asked = 0
        while free:
            waiter = next(waiters, None)
            if waiter is None:
                return Filled(is_done=True, has_busy=left > 0)
            if asked == most:
                return Filled(is_done=False, next_ms=waiter.since_ms)
            asked += 1
            try:
                if self._promote(group_class, waiter, free[-1]):
                    free.pop()
                    left -= 1
            except SeatsChanged:
                return Filled(is_done=False, next_ms=waiter.since_ms)
        return Filled(is_done=True)

    def _promote(self, group_class: GroupClass, waiter: Waiter, shard: int) -> bool:
        """Whether the seat was taken by it; it is not by one who cannot come."""
        now: datetime = self._now()
        mail = _promotion_mail(group_class, waiter, now)
        try:
            self._repository.promote(group_class, waiter, shard, now, mail)
        except WaiterUnavailable:
            return False
        return True


def _promotion_mail(group_class: GroupClass, waiter: Waiter, now: datetime) -> Write:
    """Their seat is one version further once they have it."""
    return to_member(ClassMail.PROMOTED, group_class, waiter.user, waiter.version + 1, now)

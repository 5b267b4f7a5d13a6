"""Seats that are freed go to those who wait, the longest first, past those who cannot come."""

from datetime import datetime
from itertools import islice

from stvos.clock import Clock, utc_now
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.group_classes.models import GroupClass
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.seat_models import Seat, SeatCount
from stvos.group_classes.seat_repository import (
    SeatRepository,
    SeatsChanged,
    Waiter,
    WaiterUnavailable,
)

ASKED_AT_ONCE = 25
"""How many of those who wait a request tries before it leaves the seat to the due work."""


class Waitlist:
    """Those who wait for seats in one client's classes."""

    def __init__(self, table: Table, tenant: ClientId, now: Clock = utc_now) -> None:
        self._repository = SeatRepository(table, tenant)
        self._now = now

    def hand_on(
        self,
        group_class: GroupClass,
        before: Seat,
        after: Seat,
        counts: list[SeatCount],
        *together: Write,
        mail: ClassMail = ClassMail.GIVEN_UP,
    ) -> None:
        """Free a seat and, in the same transaction, give it to the first who can come; where there
        is no one, it is free for whoever comes. `mail`: to the member whose seat it was. Raises
        SeatsChanged.
        """
        now = after.updated_at
        given_up = to_member(mail, group_class, after.user_id, after.version, now)
        more = (given_up, *together)
        waiters = self._repository.waiters(group_class, counts)
        for waiter in islice(waiters, ASKED_AT_ONCE):
            promoted = _promotion_mail(group_class, waiter, now)
            try:
                self._repository.hand_on(
                    group_class, before, after, waiter, given_up, promoted, *together
                )
            except WaiterUnavailable:
                continue
            return
        self._repository.give_back(group_class, before, after, *more)

    def fill(
        self, group_class: GroupClass, counts: list[SeatCount], most: int | None = None
    ) -> bool:
        """Give free seats to those who wait, asking `most` of them, as many as a request may unless
        given. Answers whether that was all there was to do: no seat is free, or no one is left to
        ask.
        """
        most = most or ASKED_AT_ONCE
        waiters = self._repository.waiters(group_class, counts)
        asked = 0
        for shard, count in enumerate(counts):
            free = count.free
            while free > 0:
                waiter = next(waiters, None)
                if waiter is None:
                    return True
                if asked == most:
                    return False
                asked += 1
                try:
                    free -= self._promote(group_class, waiter, shard)
                except SeatsChanged:
                    return False
        return True

    def _promote(self, group_class: GroupClass, waiter: Waiter, shard: int) -> int:
        """How many seats were taken by it: one, or none by one who cannot come."""
        now: datetime = self._now()
        mail = _promotion_mail(group_class, waiter, now)
        try:
            self._repository.promote(group_class, waiter, shard, now, mail)
        except WaiterUnavailable:
            return 0
        return 1


def _promotion_mail(group_class: GroupClass, waiter: Waiter, now: datetime) -> Write:
    """Their seat is one version further once they have it."""
    return to_member(ClassMail.PROMOTED, group_class, waiter.user, waiter.version + 1, now)

"""A class that moved takes its members along: their time, or their seat where they have none."""

from datetime import datetime

from stvos.bookings.models import Party
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table, Write
from stvos.errors import MemberBusy
from stvos.group_classes.models import GroupClass
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.seat_models import Seat, SeatStatus
from stvos.group_classes.seat_moves import MemberGone, SeatMoves
from stvos.group_classes.seat_repository import SeatRepository, SeatsChanged
from stvos.group_classes.waiting import Waitlist


class MovedSeats:
    """The seats of one class, after it moved. Each is moved by itself, once, with its mail."""

    def __init__(
        self, table: Table, tenant: ClientId, group_class: GroupClass, now: datetime
    ) -> None:
        self._repository = SeatRepository(table, tenant)
        self._moves = SeatMoves(table, tenant)
        self._waitlist = Waitlist(table, tenant, lambda: now)
        self._class = group_class
        self._now = now

    def move(self, shard: int, most: int) -> bool:
        """Move those who are kept in a shard, so many at most. Answers whether that was all."""
        moved, is_all = 0, True
        for seat in self._repository.kept_in(self._class.id, shard):
            if not seat.status.is_live or seat.is_at_time_of(self._class):
                continue
            if moved == most:
                return False
            moved += 1
            try:
                self._move(seat)
            except MemberGone:
                continue
            except SeatsChanged:
                is_all = False  # The seat changed meanwhile, or the class moved again.
        return is_all

    def _move(self, seat: Seat) -> None:
        after = seat.moved_with(self._class, self._now)
        if seat.status is SeatStatus.WAITLISTED:
            self._moves.move_waiting(seat, after, self._mail(ClassMail.WAIT_MOVED, after))
            return
        try:
            self._moves.move(seat, after, self._mail(ClassMail.MOVED, after))
        except MemberBusy:
            self._give_up(seat)

    def _give_up(self, seat: Seat) -> None:
        """Free the seat of a member who has something else at the new time, and tell them."""
        after = seat.cancelled(Party.TRAINER, "", self._now)
        counts = self._repository.counts(self._class)
        mail = self._mail(ClassMail.MOVED_AWAY, after)
        self._waitlist.hand_on(self._class, seat, after, counts, mail)

    def _mail(self, mail: ClassMail, seat: Seat) -> Write:
        return to_member(mail, self._class, seat.user_id, seat.version, self._now)

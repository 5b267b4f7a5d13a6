"""A member gives up a seat in a group class, or a place in its waitlist."""

from datetime import datetime

from stvos.bookings.models import Party
from stvos.clock import Clock
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table, Write
from stvos.errors import Conflict, InvalidState, NotFound
from stvos.group_classes.models import ClassStatus, GroupClass
from stvos.group_classes.notices import ClassMail, to_member
from stvos.group_classes.repository import GroupClassRepository
from stvos.group_classes.seat_models import Seat, SeatStatus
from stvos.group_classes.seat_repository import SeatRepository, SeatsChanged
from stvos.group_classes.waiting import Waitlist

# Many leave in one moment: each try is disturbed by others in one shard at most.
_TRIES = 8


class SeatLeaving:
    """One member's way out of classes."""

    def __init__(self, table: Table, tenant: ClientId, user: UserId, now: Clock) -> None:
        self._classes = GroupClassRepository(table, tenant)
        self._repository = SeatRepository(table, tenant)
        self._waitlist = Waitlist(table, tenant, now)
        self._user = user
        self._now = now

    def leave(self, class_id: int, reason: str = "") -> Seat:
        """Give up a seat, which goes to the first who waits and can come, or a place in the
        waitlist; again, it answers the same. Raises NotFound for who has had neither, InvalidState.
        """
        for _ in range(_TRIES):
            group_class = self._classes.require(class_id)
            before, counts = self._repository.look(group_class, self._user)
            if before is None:
                raise NotFound
            if not before.status.is_live:
                return before
            now = self._now()
            require_open(group_class, now)
            after = before.cancelled(Party.MEMBER, reason, now)
            try:
                if before.status is SeatStatus.WAITLISTED:
                    self._repository.stop_waiting(group_class, before, after)
                else:
                    mail = _mail(group_class, after)
                    self._waitlist.hand_on(group_class, before, after, counts, mail)
            except SeatsChanged:
                continue
            return after
        raise Conflict("The class is being changed; try again.")


def _mail(group_class: GroupClass, seat: Seat) -> Write:
    return to_member(ClassMail.GIVEN_UP, group_class, seat.user_id, seat.version, seat.updated_at)


def require_open(group_class: GroupClass, now: datetime) -> None:
    """Raises InvalidState for a class that is cancelled or has begun."""
    if group_class.status is ClassStatus.CANCELLED:
        raise InvalidState("The class was cancelled.")
    if group_class.starts_at <= now:
        raise InvalidState("The class has begun.")

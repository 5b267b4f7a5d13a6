"""What becomes of the seats of a member who leaves.

Those in classes to come are given up, and go to those who wait. Those of the past stay with the
class, as numbers; what the member wrote is removed from them.
"""

from contextlib import suppress

from stvos.bookings.models import Party
from stvos.clock import Clock
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.group_classes.leaving import SeatLeaving
from stvos.group_classes.models import ClassStatus
from stvos.group_classes.seat_repository import SeatRepository, SeatsChanged
from stvos.group_classes.taken import TakenSeats


def forget_seats(table: Table, tenant: ClientId, user: UserId, now: Clock) -> None:
    """Give up what can be given up and remove the member's words; may be repeated. Raises
    InvalidState when a class begins or is cancelled meanwhile: then it has to be.
    """
    leaving, repository = SeatLeaving(table, tenant, user, now), SeatRepository(table, tenant)
    for group_class, seat in TakenSeats(table, tenant, user).ever():
        if seat.status.is_live and group_class.status is ClassStatus.CANCELLED:
            # Not left to the due work, which would write to a diary that is gone.
            after = seat.cancelled(Party.TRAINER, group_class.reason, now())
            with suppress(SeatsChanged):  # The due work was quicker.
                repository.empty(*repository.emptying(group_class, seat, after))
        elif seat.status.is_live and group_class.starts_at > now():
            leaving.leave(group_class.id)
        if seat.reason:
            repository.remove_reason(seat)

"""What becomes of the seats of a member who leaves.

Those in classes to come are given up, and go to those who wait. Those of the past stay with the
class, as numbers; what the member wrote is removed from them.
"""

from contextlib import suppress

from stvos.clock import Clock
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import InvalidState
from stvos.group_classes.leaving import SeatLeaving
from stvos.group_classes.seat_repository import SeatRepository
from stvos.group_classes.taken import TakenSeats


def forget_seats(table: Table, tenant: ClientId, user: UserId, now: Clock) -> None:
    """Give up what can be given up and remove the member's words; may be repeated."""
    leaving, repository = SeatLeaving(table, tenant, user, now), SeatRepository(table, tenant)
    for taken in TakenSeats(table, tenant, user).ever():
        if taken.seat.status.is_live and taken.group_class.starts_at > now():
            # It has begun meanwhile, or its trainer cancelled it and its seats are freed with it.
            with suppress(InvalidState):
                leaving.leave(taken.id)
        if taken.seat.reason:
            repository.remove_reason(taken.seat)

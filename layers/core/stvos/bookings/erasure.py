"""What becomes of the bookings of a member who leaves.

Those to come are cancelled, so that the trainer's time is free again. Those that were stay with the
trainer, as sums and times; what the member wrote is removed from them.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from stvos.bookings.changes import BookingChanges
from stvos.bookings.models import Booking, Party
from stvos.bookings.repository import BookingRepository
from stvos.bookings.transitions import Action, is_possible
from stvos.clock import Clock
from stvos.diaries.repository import FOR_EVER, SINCE_EVER, Diary
from stvos.dynamodb.keys import ClientId, UserId
from stvos.dynamodb.table import Table
from stvos.errors import Conflict


def forget_bookings(table: Table, tenant: ClientId, user: UserId, now: Clock) -> None:
    """Cancel what can be cancelled and remove the member's words; may be repeated."""
    repository = BookingRepository(table, tenant)
    changes = BookingChanges(table, tenant, Party.MEMBER, partial(_is_of, user), now)
    diary = Diary.of_member(table, tenant, user)
    # The days are read first: cancelling changes them.
    for _, ids in list(diary.placed(SINCE_EVER, FOR_EVER)):
        for booking in _found(repository.many(ids), user):
            _forget(repository, changes, booking, now())


def _forget(
    repository: BookingRepository, changes: BookingChanges, booking: Booking, now: datetime
) -> None:
    if is_possible(booking, Action.CANCEL, Party.MEMBER, now):
        try:
            changes.act(booking.id, Action.CANCEL)
        except Conflict:
            return  # It has begun, or someone else closed it.
    if booking.notes:
        repository.remove_notes(booking.id)


def _found(bookings: Sequence[Booking | None], user: UserId) -> list[Booking]:
    return [booking for booking in bookings if booking and _is_of(user, booking)]


def _is_of(user: UserId, booking: Booking) -> bool:
    return booking.user_id == user

"""DynamoDB access pattern B7 of docs/data-model.md: numbers that would take reading all bookings.

How many requests wait for a trainer's answer, and how many sessions a member has had with them. As
with what they earned, each change of a booking moves a number by the difference, in its own
transaction.
"""

from collections.abc import Iterator

from stvos.accounts.coaching import still_client
from stvos.bookings.models import Booking, BookingStatus
from stvos.dynamodb.keys import ClientId, Keys, UserId
from stvos.dynamodb.table import Table, Write, update

HAD = (BookingStatus.COMPLETED, BookingStatus.NO_SHOW)
"""Sessions that are over and were not cancelled."""


def waiting(before: Booking | None, after: Booking) -> Iterator[Write]:
    """B7: the write by which a change of a booking moves the number of requests, if it does."""
    difference = _is(after, BookingStatus.PENDING) - _is(before, BookingStatus.PENDING)
    if difference:
        yield update(
            Keys(ClientId(after.client_id)).trainer_tally(after.trainer_id),
            sets={"type": "trainer_tally"},
            adds={"pending": difference},
        )


def known(before: Booking, after: Booking) -> Iterator[Write]:
    """B7: the write by which a change moves how many sessions the member had, if it does."""
    difference = _is(after, *HAD) - _is(before, *HAD)
    if difference:
        yield still_client(
            ClientId(after.client_id),
            after.trainer_id,
            UserId(after.user_id),
            after.updated_at,
            sessions=difference,
        )


def pending(table: Table, tenant: ClientId, trainer_id: int) -> int:
    """B7: how many requests wait for a trainer's answer."""
    item = table.find(Keys(tenant).trainer_tally(trainer_id), consistent=True)
    return item.get("pending", 0) if item else 0


def _is(booking: Booking | None, *statuses: BookingStatus) -> int:
    return int(booking is not None and booking.status in statuses)

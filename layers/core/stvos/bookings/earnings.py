"""DynamoDB access pattern B5 of docs/data-model.md: what a trainer's sessions of a month earned.

A session is earned that took place, that the member missed, or that the member cancelled too late.
Each change of a booking moves the sum by the difference, in its own transaction, so it is never
counted twice.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from stvos.bookings.models import Booking, BookingStatus, Party
from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table, Write, update
from stvos.months import Month

_EARNED = {BookingStatus.COMPLETED, BookingStatus.NO_SHOW}
# Prices have at most four digits after the point; sums are kept in the last of them.
_UNIT = Decimal("0.0001")


def earned(booking: Booking) -> Decimal:
    """What a booking is worth to the trainer as it is now, in its currency."""
    if booking.status in _EARNED:
        return booking.price if booking.absent is not Party.TRAINER else Decimal(0)
    if booking.status is BookingStatus.CANCELLED and booking.refund_percent is not None:
        return booking.price * (100 - booking.refund_percent) / 100
    return Decimal(0)


def moved(before: Booking, after: Booking) -> Iterator[Write]:
    """B5: the write by which a change of a booking moves its month's sum, if it does."""
    difference = earned(after) - earned(before)
    if difference:
        keys = Keys(ClientId(after.client_id))
        month = str(Month.of(after.local_date))
        yield update(
            keys.earnings(after.trainer_id, month, after.currency),
            sets={"type": "earnings", "currency": after.currency},
            adds={"units": int(difference / _UNIT)},
        )


def of_month(table: Table, tenant: ClientId, trainer_id: int, day: date) -> dict[str, Decimal]:
    """B5: the sums of a day's month, by currency."""
    span = Keys(tenant).earnings_of(trainer_id, str(Month.of(day)))
    return {item["currency"]: item["units"] * _UNIT for item in table.all(span, consistent=True)}

"""A member's seats in group classes as entries of their calendar."""

from collections.abc import Iterator
from datetime import date

from stvos.bookings.repository import BookingRepository
from stvos.calendars.addresses import Owner
from stvos.calendars.entries import CalendarEntry, EntryStatus, group_class_uid
from stvos.catalogue.models import Trainer
from stvos.dynamodb.table import Table
from stvos.group_classes.seat_models import SeatStatus
from stvos.group_classes.taken import TakenSeat, TakenSeats

MOST = 2000
"""Classes in a calendar: what a Lambda answers is bounded."""


def booked_classes(table: Table, owner: Owner, since: date) -> Iterator[CalendarEntry]:
    """Classes from a day on, soonest first, with what was given up. Who waits for a seat has none
    yet.
    """
    found = [
        taken
        for taken in TakenSeats(table, owner.client_id, owner.user_id).since(since, MOST)
        if taken.seat.status is not SeatStatus.WAITLISTED
    ]
    repository = BookingRepository(table, owner.client_id)
    trainers = repository.trainers(taken.group_class.trainer_id for taken in found)
    for taken in found:
        yield _entry(taken, trainers.get(taken.group_class.trainer_id))


def _entry(taken: TakenSeat, trainer: Trainer | None) -> CalendarEntry:
    group_class, seat = taken.group_class, taken.seat
    is_held = taken.seat.status is SeatStatus.CONFIRMED
    return CalendarEntry(
        uid=group_class_uid(group_class.client_id, group_class.id),
        sequence=taken.sequence,
        status=EntryStatus.CONFIRMED if is_held else EntryStatus.CANCELLED,
        starts_at=group_class.starts_at,
        ends_at=group_class.ends_at,
        changed_at=max(group_class.updated_at, seat.updated_at),
        title=f"{group_class.name} with {trainer.name}" if trainer else group_class.name,
    )

"""A member's one-to-one sessions as entries of their calendar."""

from collections.abc import Iterator
from datetime import date
from itertools import islice

from stvos.bookings.models import Booking
from stvos.bookings.repository import BookingRepository
from stvos.calendars.addresses import Owner
from stvos.calendars.entries import CalendarEntry, booking_uid, status_of
from stvos.catalogue.models import Trainer
from stvos.diaries.lists import Wanted, all_of
from stvos.diaries.repository import Diary
from stvos.dynamodb.table import Table

MOST = 2000
"""Sessions in a calendar: what a Lambda answers is bounded."""


def booked_sessions(table: Table, owner: Owner, since: date) -> Iterator[CalendarEntry]:
    """Sessions from a day on, cancelled ones too, soonest first."""
    repository = BookingRepository(table, owner.client_id)
    diary = Diary.of_member(table, owner.client_id, owner.user_id)
    wanted = Wanted[Booking](lambda _: True, first=since)
    bookings = list(islice(all_of(repository.many, diary, wanted), MOST))
    trainers = repository.trainers(booking.trainer_id for booking in bookings)
    for booking in bookings:
        yield _entry(booking, trainers.get(booking.trainer_id))


def _entry(booking: Booking, trainer: Trainer | None) -> CalendarEntry:
    service = booking.service_name
    return CalendarEntry(
        uid=booking_uid(booking.client_id, booking.id),
        sequence=booking.version,
        status=status_of(booking.status),
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
        changed_at=booking.updated_at,
        title=f"{service} with {trainer.name}" if trainer else service,
    )

"""A booking of a one-to-one session, as stored."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from stvos.diaries.models import DiaryEntry
from stvos.models import Entity
from stvos.money import StoredAmount
from stvos.partners.attribution import Attribution


class BookingStatus(StrEnum):
    """Where a booking is in its life; `transitions.py` says what leads where."""

    PENDING = "pending"
    CONFIRMED = "confirmed"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"

    @property
    def holds_time(self) -> bool:
        """Whether the trainer's and the member's time is taken for it."""
        return self is not BookingStatus.CANCELLED


class Party(StrEnum):
    """Who does something with a booking."""

    MEMBER = "member"
    TRAINER = "trainer"
    SYSTEM = "system"


class Booking(Entity):
    """A session of one member with one trainer. Length, price, buffers and the terms of
    cancellation are those of the moment in which it was booked.

    `timezone` and `local_date`: the trainer's, the day that it counts for. `placement` counts
    moves, `version` every change. `answer_by`: when a pending one lapses. `partner`: whose member
    it is counted for. `reminded`: the last reminder that was sent, by its time before the start.
    `absent`: who missed it.
    `updated_at`: of the last change of state or time. `writer`: the signature of the last write.
    Minutes, but for hours where the name says so.
    """

    id: int
    client_id: int
    trainer_id: int
    user_id: int
    service_id: int
    service_name: str
    status: BookingStatus
    starts_at: datetime
    ends_at: datetime
    timezone: str
    local_date: date
    duration: int
    price: StoredAmount
    currency: str
    notes: str = ""
    buffer_before: int = 0
    buffer_after: int = 0
    cancellation_hours: int = 0
    answer_by: datetime | None = None
    reminded: timedelta | None = None
    partner: Attribution | None = None
    version: int = 1
    placement: int = 0
    cancelled_by: Party | None = None
    absent: Party | None = None
    reason: str = ""
    refund_percent: int | None = None
    created_at: datetime
    updated_at: datetime
    writer: str = ""

    @property
    def trainer_entry(self) -> DiaryEntry:
        """The trainer's time, buffers included."""
        return DiaryEntry(
            self.id,
            self.starts_at - timedelta(minutes=self.buffer_before),
            self.ends_at + timedelta(minutes=self.buffer_after),
            self.placement,
            counted_on=self.local_date,
        )

    @property
    def member_entry(self) -> DiaryEntry:
        """The member's time."""
        return DiaryEntry(self.id, self.starts_at, self.ends_at, self.placement)

"""What is answered about bookings."""

from typing import Self
from zoneinfo import ZoneInfo

from stvos.bookings.models import Booking, BookingStatus, Party
from stvos.bookings.transitions import Cancellation
from stvos.catalogue.models import Trainer
from stvos.diaries.lists import DiaryPage
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.money import Amount
from stvos.paging import CursorPage, cursor_of
from stvos.trainers.name_answers import TrainerNameAnswer


class BookedServiceAnswer(Answer):
    id: int
    name: str


class BookingAnswer(Answer):
    """A booking. `scheduledDate` and `scheduledTime` are of `timezone`, the trainer's; `duration`
    in minutes. `answerBy`: until when the trainer may confirm; it lapses then. `absent`: who
    missed a `no_show`.
    """

    id: int
    trainer_id: int
    user_id: int
    service_id: int
    status: BookingStatus
    scheduled_date: str
    scheduled_time: str
    starts_at: Instant
    ends_at: Instant
    timezone: str
    duration: int
    price: Amount
    currency: str
    notes: str
    version: int
    answer_by: OmittedIfNone[Instant] = None
    cancelled_by: OmittedIfNone[Party] = None
    absent: OmittedIfNone[Party] = None
    reason: OmittedIfNone[str] = None
    refund_percent: OmittedIfNone[int] = None
    trainer: TrainerNameAnswer
    service: BookedServiceAnswer

    @classmethod
    def of(cls, booking: Booking, trainer: Trainer) -> Self:
        local = booking.starts_at.astimezone(ZoneInfo(booking.timezone))
        return cls(
            id=booking.id,
            trainer_id=booking.trainer_id,
            user_id=booking.user_id,
            service_id=booking.service_id,
            status=booking.status,
            scheduled_date=local.date().isoformat(),
            scheduled_time=f"{local:%H:%M}",
            starts_at=booking.starts_at,
            ends_at=booking.ends_at,
            timezone=booking.timezone,
            duration=booking.duration,
            price=booking.price,
            currency=booking.currency,
            notes=booking.notes,
            version=booking.version,
            answer_by=booking.answer_by,
            cancelled_by=booking.cancelled_by,
            absent=booking.absent,
            reason=booking.reason or None,
            refund_percent=booking.refund_percent,
            trainer=TrainerNameAnswer.of(trainer),
            service=BookedServiceAnswer(id=booking.service_id, name=booking.service_name),
        )


class BookingEnvelope(Answer):
    booking: BookingAnswer

    @classmethod
    def of(cls, booking: Booking, trainer: Trainer) -> Self:
        return cls(booking=BookingAnswer.of(booking, trainer))


class BookedSessionsAnswer(CursorPage):
    """A member's bookings; `items` are the `sessions` again."""

    sessions: list[BookingAnswer]
    items: list[BookingAnswer]

    @classmethod
    def of(cls, page: DiaryPage[Booking], trainers: dict[int, Trainer]) -> Self:
        sessions = [BookingAnswer.of(b, trainers[b.trainer_id]) for b in page.items]
        return cls(sessions=sessions, items=sessions, next_cursor=cursor_of(page.after))


class TrainerBookingsAnswer(CursorPage):
    """A trainer's bookings; `items` are the `bookings` again."""

    bookings: list[BookingAnswer]
    items: list[BookingAnswer]

    @classmethod
    def of(cls, page: DiaryPage[Booking], trainer: Trainer) -> Self:
        bookings = [BookingAnswer.of(booking, trainer) for booking in page.items]
        return cls(bookings=bookings, items=bookings, next_cursor=cursor_of(page.after))


class PolicyAnswer(Answer):
    """Cancelled later than `cancellationHours` before the start, a session is paid."""

    cancellation_hours: int


class CancellationAnswer(Answer):
    """What cancelling would do now."""

    allowed: bool
    late: bool
    refund_percent: int
    policy: PolicyAnswer

    @classmethod
    def of(cls, cancellation: Cancellation) -> Self:
        return cls(
            allowed=cancellation.allowed,
            late=cancellation.late,
            refund_percent=cancellation.refund_percent,
            policy=PolicyAnswer(cancellation_hours=cancellation.cancellation_hours),
        )

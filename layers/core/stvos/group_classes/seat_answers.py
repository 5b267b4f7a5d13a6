"""What is answered about a member's seats."""

from collections.abc import Mapping
from typing import Self
from zoneinfo import ZoneInfo

from stvos.bookings.models import Party
from stvos.catalogue.models import Trainer
from stvos.group_classes.seat_models import Seat, SeatStatus
from stvos.group_classes.seats import SeatPage
from stvos.group_classes.taken import TakenSeat
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.money import Amount
from stvos.paging import CursorPage, cursor_of
from stvos.trainers.name_answers import TrainerNameAnswer


class SeatAnswer(Answer):
    """A member's seat. `position`: the place of one who waits, from 1; left out in classes of more
    than a hundred seats. `cancelledBy` and `reason` are there once it is given up.
    """

    class_id: int
    status: SeatStatus
    position: OmittedIfNone[int] = None
    cancelled_by: OmittedIfNone[Party] = None
    reason: OmittedIfNone[str] = None

    @classmethod
    def of(cls, seat: Seat, position: int | None = None) -> Self:
        return cls(
            class_id=seat.class_id,
            status=seat.status,
            position=position,
            cancelled_by=seat.cancelled_by,
            reason=seat.reason or None,
        )


class SeatEnvelope(Answer):
    seat: SeatAnswer

    @classmethod
    def of(cls, seat: Seat, position: int | None = None) -> Self:
        return cls(seat=SeatAnswer.of(seat, position))


class JoinedClassAnswer(Answer):
    """A class in which the member has or had a seat. `scheduledDate` and `scheduledTime` are of
    `timezone`, the trainer's; `duration` in minutes; `price` is of the moment of joining.
    """

    id: int
    name: str
    scheduled_date: str
    scheduled_time: str
    starts_at: Instant
    ends_at: Instant
    timezone: str
    duration: int
    price: Amount
    currency: str
    seat: SeatAnswer
    trainer: TrainerNameAnswer

    @classmethod
    def of(cls, taken: TakenSeat, trainer: Trainer) -> Self:
        group_class, seat = taken.group_class, taken.seat
        local = group_class.starts_at.astimezone(ZoneInfo(group_class.timezone))
        return cls(
            id=group_class.id,
            name=group_class.name,
            scheduled_date=local.date().isoformat(),
            scheduled_time=f"{local:%H:%M}",
            starts_at=group_class.starts_at,
            ends_at=group_class.ends_at,
            timezone=group_class.timezone,
            duration=group_class.duration,
            price=seat.price,
            currency=seat.currency,
            seat=SeatAnswer.of(seat),
            trainer=TrainerNameAnswer.of(trainer),
        )


class JoinedClassesAnswer(CursorPage):
    """A member's classes; `items` are the `classes` again."""

    classes: list[JoinedClassAnswer]
    items: list[JoinedClassAnswer]

    @classmethod
    def of(cls, page: SeatPage, trainers: Mapping[int, Trainer]) -> Self:
        classes = [
            JoinedClassAnswer.of(each, trainers[each.group_class.trainer_id]) for each in page.items
        ]
        return cls(classes=classes, items=classes, next_cursor=cursor_of(page.after))

"""What a trainer is answered about the roster of a class."""

from typing import Literal, Self

from stvos.group_classes.roster import Attendees, ListedSeat, RosterPage
from stvos.group_classes.seat_models import SeatStatus
from stvos.models import Answer, Instant, OmittedIfNone
from stvos.paging import CursorPage, cursor_of


class ParticipantAnswer(Answer):
    """A member with a seat, or who waits for one at a `position`. `attended`: null until the class
    is over or the trainer said; `minutes`: in the class's room, where that is known.
    """

    user_id: int
    name: str
    status: Literal[SeatStatus.CONFIRMED, SeatStatus.WAITLISTED]
    position: OmittedIfNone[int] = None
    joined_at: Instant
    attended: bool | None
    minutes: OmittedIfNone[int] = None

    @classmethod
    def of(cls, member: ListedSeat) -> Self:
        seat = member.seat
        return cls.model_validate(
            {
                "user_id": seat.user_id,
                "name": member.name,
                "status": seat.status,
                "position": member.position,
                "joined_at": seat.waiting_since or seat.created_at,
                "attended": seat.attended,
                "minutes": seat.minutes,
            }
        )


class ParticipantsAnswer(CursorPage):
    """`items` are the `participants` again. `taken`: seats of the class that members have;
    `waiting`: members on its waitlist.
    """

    participants: list[ParticipantAnswer]
    items: list[ParticipantAnswer]
    capacity: int
    taken: int
    waiting: int

    @classmethod
    def of(cls, page: RosterPage) -> Self:
        members = [ParticipantAnswer.of(one) for one in page.members]
        return cls(
            participants=members,
            items=members,
            capacity=page.group_class.capacity,
            taken=sum(count.capacity - count.free for count in page.counts),
            waiting=sum(count.waiting for count in page.counts),
            next_cursor=cursor_of(page.after),
        )


class AttendanceAnswer(Answer):
    """Whom the trainer marked, by their ids."""

    attended: list[int]
    absent: list[int]

    @classmethod
    def of(cls, attendees: Attendees) -> Self:
        return cls.model_validate(attendees)

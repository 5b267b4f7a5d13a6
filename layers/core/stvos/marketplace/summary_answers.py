"""What is answered as a member's summary."""

from typing import Self

from stvos.bookings.answers import BookingAnswer
from stvos.marketplace.summary import Summary
from stvos.models import Answer, OmittedIfNone


class MemberSummaryAnswer(Answer):
    """`upcomingSessions`: pending and confirmed ones that are not over, `next` the soonest of them.
    `pastSessions`: those that are over and were not cancelled. `upcomingClasses`: group classes
    that are not over in which the member has a seat. `activeProgrammes`: those that the member
    follows, paused ones too.
    """

    upcoming_sessions: int
    past_sessions: int
    upcoming_classes: int
    active_programmes: int
    next: OmittedIfNone[BookingAnswer] = None

    @classmethod
    def of(cls, summary: Summary) -> Self:
        return cls(
            upcoming_sessions=summary.upcoming_sessions,
            past_sessions=summary.past_sessions,
            upcoming_classes=summary.upcoming_classes,
            active_programmes=summary.active_programmes,
            next=BookingAnswer.of(*summary.next) if summary.next else None,
        )

"""The life of a booking: one table of what may be done, by whom and when, and what it leads to.

docs/bookings.md shows the same table. Nothing here reads or writes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from stvos.bookings.models import Booking, BookingStatus, Party
from stvos.errors import InvalidState

ANSWER_TIME = timedelta(hours=24)
"""How long a trainer has for an answer; a session that begins before waits no longer than that."""

OPEN = (BookingStatus.PENDING, BookingStatus.CONFIRMED)


class Action(StrEnum):
    """What can be done with a booking that is there."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    LAPSE = "lapse"
    CANCEL = "cancel"
    RESCHEDULE = "reschedule"
    COMPLETE = "complete"
    NO_SHOW = "no_show"


@dataclass(frozen=True, slots=True)
class Rule:
    """From which states an action leads to `after` (None: it keeps the state).

    `until_start`: only before the session begins; `from_start`: only once it has begun.
    """

    before: tuple[BookingStatus, ...]
    after: BookingStatus | None
    parties: tuple[Party, ...]
    until_start: bool = False
    from_start: bool = False


RULES: dict[Action, Rule] = {
    Action.CONFIRM: Rule(
        (BookingStatus.PENDING,), BookingStatus.CONFIRMED, (Party.TRAINER,), until_start=True
    ),
    Action.DECLINE: Rule((BookingStatus.PENDING,), BookingStatus.CANCELLED, (Party.TRAINER,)),
    Action.LAPSE: Rule((BookingStatus.PENDING,), BookingStatus.CANCELLED, (Party.SYSTEM,)),
    Action.CANCEL: Rule(
        OPEN, BookingStatus.CANCELLED, (Party.MEMBER, Party.TRAINER), until_start=True
    ),
    Action.RESCHEDULE: Rule(OPEN, None, (Party.MEMBER, Party.TRAINER), until_start=True),
    Action.COMPLETE: Rule(
        (BookingStatus.CONFIRMED, BookingStatus.NO_SHOW),
        BookingStatus.COMPLETED,
        (Party.TRAINER, Party.SYSTEM),
        from_start=True,
    ),
    Action.NO_SHOW: Rule(
        (BookingStatus.CONFIRMED, BookingStatus.COMPLETED),
        BookingStatus.NO_SHOW,
        (Party.TRAINER, Party.SYSTEM),
        from_start=True,
    ),
}


def require_possible(booking: Booking, action: Action, party: Party, now: datetime) -> Rule:
    """The rule by which a party may do this now. Raises InvalidState, with the states in which it
    could be done.
    """
    rule = RULES[action]
    if party not in rule.parties or booking.status not in rule.before:
        raise invalid_state(booking, action)
    if rule.until_start and now >= booking.starts_at:
        raise invalid_state(booking, action, "The session has begun.")
    if rule.from_start and now < booking.starts_at:
        raise invalid_state(booking, action, "The session has not begun yet.")
    return rule


def is_possible(booking: Booking, action: Action, party: Party, now: datetime) -> bool:
    try:
        require_possible(booking, action, party, now)
    except InvalidState:
        return False
    return True


def invalid_state(booking: Booking, action: Action, sentence: str | None = None) -> InvalidState:
    states = [status.value for status in RULES[action].before]
    return InvalidState(
        sentence or f"A booking that is {booking.status.value} cannot do this.",
        extra={"status": booking.status.value, "allowed": states},
    )


@dataclass(frozen=True, slots=True)
class Cancellation:
    """What cancelling would do now: whether it may be done, whether it is late, and how much of
    the price is given back. Payments are made outside; this is what they go by.
    """

    allowed: bool
    late: bool
    refund_percent: int
    cancellation_hours: int

    @classmethod
    def of(cls, booking: Booking, party: Party, now: datetime) -> "Cancellation":
        deadline = booking.starts_at - timedelta(hours=booking.cancellation_hours)
        # What the trainer does not keep, or has not accepted, costs nothing.
        free = party is not Party.MEMBER or booking.status is BookingStatus.PENDING
        late = now > deadline and not free
        allowed = is_possible(booking, Action.CANCEL, party, now)
        percent = 100 if allowed and not late else 0
        return cls(allowed, late, percent, booking.cancellation_hours)


def answer_by(starts_at: datetime, now: datetime) -> datetime:
    """Until when the trainer may answer a request."""
    return min(now + ANSWER_TIME, starts_at)

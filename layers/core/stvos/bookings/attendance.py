"""How a session is closed that the trainer did not close: by who was in its room, and how long.

docs/bookings.md has the rule in words. Nothing here reads or writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from stvos.bookings.meetings import meeting_of
from stvos.bookings.models import Booking, Party
from stvos.bookings.transitions import Action
from stvos.rooms.models import Attendance, member_identity, trainer_identity

ATTENDED_AFTER = timedelta(minutes=5)
"""How long someone has to be there; of a session under a quarter of an hour a third is enough."""


@dataclass(frozen=True, slots=True)
class Closing:
    """How a session ends, and who missed it."""

    action: Action
    absent: Party | None = None


def closing_of(booking: Booking, attendance: Mapping[str, Attendance]) -> Closing:
    """By what is known when it is closed. `attendance`: by the identities in the room.

    Of a session in whose room no one was seen nothing is known: they met elsewhere.
    """
    if not attendance:
        return Closing(Action.COMPLETE)
    # A trainer who was not there has no claim to the price, whoever else was missing.
    for party, identity in (
        (Party.TRAINER, trainer_identity(booking.trainer_id)),
        (Party.MEMBER, member_identity(booking.user_id)),
    ):
        if not _attended(booking, attendance.get(identity)):
            return Closing(Action.NO_SHOW, absent=party)
    return Closing(Action.COMPLETE)


def _attended(booking: Booking, attendance: Attendance | None) -> bool:
    if attendance is None:
        return False
    enough = min(ATTENDED_AFTER, timedelta(minutes=booking.duration) / 3)
    return attendance.time_between(booking.starts_at, meeting_of(booking).closes_at) >= enough

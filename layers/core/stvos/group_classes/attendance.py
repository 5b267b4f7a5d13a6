"""Who attended a class: by what its room saw of them, where the trainer did not say.

docs/group-classes.md has the rule in words. Nothing here reads or writes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from stvos.bookings.attendance import ATTENDED_AFTER
from stvos.group_classes.meetings import meeting_of
from stvos.group_classes.models import GroupClass
from stvos.group_classes.seat_models import Seat
from stvos.rooms.models import Attendance, member_identity


@dataclass(frozen=True, slots=True)
class AttendanceMark:
    """What is noted on a seat. `minutes`: in the room, where that is known."""

    seat: Seat
    attended: bool
    minutes: int | None = None


def mark_of(
    group_class: GroupClass, seat: Seat, attendance: Mapping[str, Attendance]
) -> AttendanceMark:
    """By what is known when the class is closed. `attendance`: by the identities in the room.

    Of a class in whose room no one was seen nothing is known: they met elsewhere.
    """
    if not attendance:
        return AttendanceMark(seat, attended=True)
    seen = attendance.get(member_identity(seat.user_id))
    closes_at = meeting_of(group_class).closes_at
    time = seen.time_between(group_class.starts_at, closes_at) if seen else timedelta()
    enough = min(ATTENDED_AFTER, timedelta(minutes=group_class.duration) / 3)
    return AttendanceMark(seat, time >= enough, time // timedelta(minutes=1))

"""On which days of a member's diary their seat is listed."""

from stvos.diaries.repository import Diary
from stvos.dynamodb.table import Write
from stvos.group_classes.models import GroupClass
from stvos.group_classes.seat_models import Seat


def listed_now(diary: Diary, seat: Seat, group_class: GroupClass) -> list[Write]:
    """The write that lists a seat which is given up on the day on which its class is now, beside
    those that free its time; none where that is the same day, and so the same item.
    """
    days = {day for day, _ in seat.entry.cells()}
    new_day = next(day for day, _ in group_class.entry.cells())
    return [] if new_day in days else [diary.noting(group_class.entry)]

"""What members ask of their seats in group classes."""

from typing import Literal

from stvos.group_classes.seat_models import SeatStatus
from stvos.paging import CursorQuery


class SeatsQuery(CursorQuery):
    """`upcoming`: not over yet, soonest first. Otherwise the latest first."""

    status: SeatStatus | None = None
    when: Literal["upcoming", "past"] | None = None

"""What of a schedule is compared when a coach is recommended: weekly hours and the lowest price."""

from collections.abc import Iterable
from decimal import Decimal

from stvos.models import Entity
from stvos.money import StoredAmount
from stvos.trainers.models import WEEKDAYS, Schedule, WeeklyHours

CELL = 30
CELLS_A_DAY = 24 * 60 // CELL
CELLS_A_WEEK = 7 * CELLS_A_DAY


class CoachCard(Entity):
    """`hours`: the open half hours of a week as a bit mask in hex, the lowest bit Monday 00:00 in
    the trainer's zone. `price`: of the cheapest service that is offered.
    """

    trainer_id: int
    hours: str = "0"
    price: StoredAmount | None = None
    currency: str | None = None

    @classmethod
    def of(cls, schedule: Schedule) -> "CoachCard":
        services = schedule.active_services
        cheapest = min(services, key=lambda s: (Decimal(s.price), s.id)) if services else None
        return cls(
            trainer_id=schedule.trainer_id,
            hours=f"{open_cells(schedule.weekly):x}",
            price=cheapest.price if cheapest else None,
            currency=cheapest.currency if cheapest else None,
        )


def open_cells(weekly: Iterable[WeeklyHours]) -> int:
    """The half hours of a week that are open as a whole, as a bit mask."""
    mask = 0
    for hours in weekly:
        day = WEEKDAYS.index(hours.day) * CELLS_A_DAY
        mask |= cells(day + -(-hours.start // CELL), day + hours.end // CELL)
    return mask


def cells(first: int, end: int) -> int:
    """The cells from `first` to before `end`, as a bit mask."""
    return ((1 << max(0, end - first)) - 1) << first

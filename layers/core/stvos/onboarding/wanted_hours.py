"""When a newcomer wants to train, as parts of a week that can be laid over a trainer's hours."""

from collections.abc import Iterable

from stvos.trainers.cards import CELL, CELLS_A_DAY, CELLS_A_WEEK, cells
from stvos.trainers.models import WEEKDAYS

type Windows = list[int]
_HOURS = {"morning": (6, 11), "midday": (11, 14), "afternoon": (14, 18), "evening": (18, 22)}
_WHOLE_DAY = (6, 22)
_WEEK = (1 << CELLS_A_WEEK) - 1


def wanted_windows(days: Iterable[str], times: Iterable[str]) -> Windows:
    """A bit mask of half hours, Monday 00:00 the lowest bit, for each wanted part of the week.

    Without days every day is meant, without times the whole day; with neither there is none.
    """
    on = [WEEKDAYS.index(day) for day in dict.fromkeys(_short(day) for day in days)]
    at = [_HOURS[time] for time in dict.fromkeys(times)]
    if not on and not at:
        return []
    return [
        cells(day * CELLS_A_DAY + first * 60 // CELL, day * CELLS_A_DAY + end * 60 // CELL)
        for day in on or range(7)
        for first, end in at or [_WHOLE_DAY]
    ]


def shifted(hours: int, minutes: int) -> int:
    """A week's hours on a clock that is so many minutes ahead; the week goes round."""
    by = round(minutes / CELL) % CELLS_A_WEEK
    return ((hours << by) | (hours >> (CELLS_A_WEEK - by))) & _WEEK


def _short(day: str) -> str:
    return day[:3]

"""Streaks: how many days in a row a member was active.

Days are calendar days, so a day of 23 or 25 hours is one like any other. Each counts as the day
it was in the member's zone back then; who flies west may have been active on what is tomorrow
where they land.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple


class Streaks(NamedTuple):
    """The streak that is still going on, and the longest there ever was."""

    current: int
    best: int


def streaks_of(active: Iterable[date], today: date) -> Streaks:
    """A streak goes on until a whole day has passed without activity: today may still come."""
    yesterday = today - timedelta(days=1)
    current = best = run = 0
    before: date | None = None
    for day in sorted(set(active)):
        run = run + 1 if before is not None and (day - before).days == 1 else 1
        before = day
        best = max(best, run)
        if day >= yesterday:
            current = max(current, run)
    return Streaks(current, best)

"""What progress needs of the viewing history: seconds watched, by the member's days."""

from collections.abc import Mapping
from datetime import date
from typing import Protocol


class Watched(Protocol):
    """One member's watch time. Days without any may be left out."""

    def __call__(self, first_day: date, last_day: date) -> Mapping[date, int]:
        """Seconds watched on each day of a range, both ends included."""
        ...

"""What a newcomer's answers say to a recommendation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Self
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True)
class Criteria:
    """`texts`: goals, preferences and injuries in the newcomer's words. Without a `timezone` their
    clock is taken to be the trainer's.
    """

    texts: tuple[str, ...] = ()
    level: str | None = None
    languages: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    times: tuple[str, ...] = ()
    timezone: str | None = None
    budget: float | None = None
    currency: str | None = None

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> Self:
        goal = answers.get("fitness_goal")
        listed = (answers.get(name) or () for name in ("goals", "preferences"))
        injured = ("injury recovery",) if answers.get("injuries") else ()
        return cls(
            texts=((goal,) if goal else ()) + tuple(t for texts in listed for t in texts) + injured,
            level=answers.get("fitness_level"),
            languages=tuple(answers.get("languages") or ()),
            days=tuple(answers.get("workout_days") or ()),
            times=tuple(answers.get("workout_times") or ()),
            timezone=answers.get("timezone"),
            budget=answers.get("budget"),
            currency=answers.get("currency"),
        )

    def minutes_ahead_of(self, zone: str, now: datetime) -> int:
        """How far the newcomer's clock is ahead of one in this zone today."""
        if self.timezone is None:
            return 0
        ahead = _offset(now, self.timezone) - _offset(now, zone)
        return int(ahead.total_seconds()) // 60


def _offset(now: datetime, zone: str) -> timedelta:
    return now.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()

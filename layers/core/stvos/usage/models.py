"""What one member used, as stored: in total, on a day, in a month.

Figures only grow and sets only gain elements, so changes that the stream delivers twice, late or
out of order lead to the same state.
"""

from datetime import date, datetime

from pydantic import Field

from stvos.models import Entity

# A day or month with a watched minute is an active one.
ACTIVE_MS = 60_000


class MemberUse(Entity):
    """A membership's totals. Writes depend on `version`, which rises with each of them.

    `joined_day`: in the partner's time zone. `counted`: whether the partner's counters include the
    membership. `last_active_ms`, `last_day`: of the latest active day. `listed_*`: the member's
    position in the partner's lists, which is updated a little later.
    """

    user_id: int
    partner_id: int
    joined_at: datetime
    joined_day: date
    left_at: datetime | None = None
    version: int = 1
    counted: bool = False
    watched_ms: int = 0
    plays: int = 0
    completions: int = 0
    logs: int = 0
    active_days: int = 0
    last_active_ms: int = 0
    last_day: date | None = None
    listed_day: date | None = None
    listed_ms: int = 0
    listed_minutes: int = 0
    listed_name: str | None = None
    listed_words: tuple[str, ...] = ()

    @property
    def watched_minutes(self) -> int:
        return self.watched_ms // 60_000


class Viewed(Entity):
    """What was watched in a session on one day. `started`, `completed`: on this day."""

    class_id: int
    class_name: str
    category_id: int | None = None
    watched_ms: int = 0
    started: bool = False
    completed: bool = False

    def merged_with(self, other: "Viewed") -> "Viewed":
        """Both records merged: the larger figures, and what either says."""
        return self.model_copy(
            update={
                "watched_ms": max(self.watched_ms, other.watched_ms),
                "started": self.started or other.started,
                "completed": self.completed or other.completed,
            }
        )


class MemberDay(Entity):
    """A member's day in the partner's time zone. `last_ms`: the member's last activity on it."""

    day: date
    version: int = 0
    sessions: dict[int, Viewed] = Field(default_factory=dict)
    logs: tuple[int, ...] = ()
    last_ms: int = 0
    active: bool = False

    @property
    def watched_ms(self) -> int:
        return sum(viewed.watched_ms for viewed in self.sessions.values())


class MemberMonth(Entity):
    """A member's month. `watched_ms` is counted until the month is an active one.

    `classes`: those that the member watched, so that each person counts once for a class.
    """

    month: str
    version: int = 0
    watched_ms: int = 0
    active: bool = False
    classes: tuple[int, ...] = ()

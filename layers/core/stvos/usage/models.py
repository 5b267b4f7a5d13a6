"""What one member used, as stored: in all, on a day, in a month.

Every figure only grows and every set only gains, so what the stream delivers twice, late or out of
order leads to the same state.
"""

from datetime import date, datetime

from pydantic import Field

from stvos.models import Entity

# A watched minute makes a day, and a month, an active one.
ACTIVE_MS = 60_000


class MemberUse(Entity):
    """A membership's sums. `version` rises with every write, which is what writes depend on.

    `joined_day`: of the partner's zone. `counted`: the partner's counts know of the membership.
    `last_active_ms` and `last_day`: of the latest active day. `listed_*`: where the member stands
    in the partner's lists, which follow a little later.
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
    """What was watched of a session on one day. `started`, `completed`: on this day."""

    class_id: int
    class_name: str
    category_id: int | None = None
    watched_ms: int = 0
    started: bool = False
    completed: bool = False

    def joined_with(self, other: "Viewed") -> "Viewed":
        """What both say together."""
        return self.model_copy(
            update={
                "watched_ms": max(self.watched_ms, other.watched_ms),
                "started": self.started or other.started,
                "completed": self.completed or other.completed,
            }
        )


class MemberDay(Entity):
    """A member's day of the partner's zone. `last_ms`: when the member was last there."""

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
    """A member's month. `watched_ms` is kept until the month is an active one.

    `classes`: those the member started, so that each person counts once for a class.
    """

    month: str
    version: int = 0
    watched_ms: int = 0
    active: bool = False
    classes: tuple[int, ...] = ()

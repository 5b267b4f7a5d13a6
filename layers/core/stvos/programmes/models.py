"""Programmes and subscriptions, as stored."""

from datetime import date, datetime
from enum import StrEnum

from stvos.models import Entity
from stvos.money import StoredAmount
from stvos.programmes.days import DAYS_A_WEEK, Pause


class DayKind(StrEnum):
    """What a day of a programme is for. `session`: something that the trainer describes."""

    WORKOUT = "workout"
    CLASS = "class"
    SESSION = "session"
    REST = "rest"


class ProgrammeExercise(Entity):
    """An exercise, in the words of a plan: `reps` and `rest_time` are texts such as "10-12"."""

    name: str
    exercise_id: int | None = None
    sets: int | None = None
    reps: str | None = None
    rest_time: str | None = None
    instructions: str = ""


class ProgrammeDay(Entity):
    """What one day of a week holds; a day that is not written is for rest."""

    day: int
    title: str
    kind: DayKind
    class_id: int | None = None
    exercises: tuple[ProgrammeExercise, ...] = ()
    notes: str = ""


class ProgrammeWeek(Entity):
    """One week, its days in order."""

    week: int
    days: tuple[ProgrammeDay, ...] = ()


class Programme(Entity):
    """What is known of a programme without its content. `weeks`: how many it has.

    `withdrawn_at`: since when it is hidden; who follows it goes on.
    """

    id: int
    trainer_id: int
    name: str
    description: str = ""
    price: StoredAmount
    currency: str
    weeks: int
    withdrawn_at: datetime | None = None
    created_at: datetime
    updated_at: datetime

    @property
    def days(self) -> int:
        return self.weeks * DAYS_A_WEEK


class SubscriptionStatus(StrEnum):
    """Where a subscription is in its life; `transitions.py` says what leads where."""

    ACTIVE = "active"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    COMPLETED = "completed"

    @property
    def is_live(self) -> bool:
        return self in LIVE


LIVE = (SubscriptionStatus.ACTIVE, SubscriptionStatus.PAUSED)


class Subscription(Entity):
    """That a member follows a programme. Dates are of the member's own zone.

    `pauses`: in the order of time, none within another; the last one is the present one while it
    is paused. `ended_on`: the last day of one that is completed, or the day it was cancelled.
    Price and name are those of the moment of subscribing.
    """

    id: int
    user_id: int
    programme_id: int
    trainer_id: int
    programme_name: str
    price: StoredAmount
    currency: str
    status: SubscriptionStatus = SubscriptionStatus.ACTIVE
    start_date: date
    pauses: tuple[Pause, ...] = ()
    paused_at: datetime | None = None
    ended_on: date | None = None
    reason: str = ""
    version: int = 1
    created_at: datetime
    updated_at: datetime

    @property
    def resumes_on(self) -> date | None:
        """On which date a paused one goes on by itself."""
        is_paused = self.status is SubscriptionStatus.PAUSED
        return self.pauses[-1].until if is_paused and self.pauses else None

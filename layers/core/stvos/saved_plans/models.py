"""What every kept plan has: its version, and from when it holds."""

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self

from stvos.dynamodb.signing import is_own
from stvos.dynamodb.table import Item
from stvos.errors import Conflict
from stvos.models import Entity


class PlanChanged(Conflict):
    """The plan was changed or replaced since it was read: look at it again."""


class Saved(Entity):
    """A version of a member's plan.

    `starts_on`, a date of the member's zone: never a day for which an earlier version held when
    this one was made. `before`: the version that holds until then. `revision` rises with each
    change. `ended_at`: since when the member wants no plan.
    """

    id: int
    version: int
    revision: int = 1
    starts_on: date
    before: int | None = None
    created_at: datetime
    ended_at: datetime | None = None

    @property
    @abstractmethod
    def days(self) -> int | None:
        """How many days it holds; None: for as long as there is no other."""

    def holds_on(self, day: date) -> bool:
        passed = (day - self.starts_on).days
        if self.ended_at or passed < 0:
            return False
        return self.days is None or passed < self.days


@dataclass(frozen=True, slots=True)
class StoredVersion[S: Saved]:
    """A plan as it was read. `is_own`: this very request wrote it when it came before."""

    saved: S
    is_own: bool

    @classmethod
    def of_item(cls, model: type[S], item: Item) -> Self:
        return cls(model.of_item(item), is_own(item["writer"]))


def version_on[S: Saved](present: S | None, day: date, find: Callable[[int], S | None]) -> S | None:
    """The version that holds on a date; `find` reads an earlier one."""
    if present is None or present.ended_at:
        return None
    if day < present.starts_on and present.before is not None:
        before = find(present.before)
        return before if before and before.holds_on(day) else None
    return present if present.holds_on(day) else None


def version_held[S: Saved](present: S | None, today: date) -> int | None:
    """The version whose day it is today, when the next one is to start tomorrow."""
    if present is None or present.ended_at:
        return None
    if today < present.starts_on:
        return present.before
    return present.version if present.holds_on(today) else None

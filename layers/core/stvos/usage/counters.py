"""DynamoDB access patterns U1 and U2 of docs/data-model.md: a partner's days and months.

A count is spread over a few items, so that the stream's workers do not wait for each other; what
is read is their sum.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Self

from stvos.keys import ClientId, Key, Keys, Span
from stvos.table import Item, Table, Write, update
from stvos.usage.months import Month

SHARDS = 4


@dataclass(frozen=True, slots=True)
class Use:
    """What all members of a partner did in a day or a month of the partner's zone.

    `active`: members with a watched minute or a log in it, each once. `joined`, `left`:
    memberships that began and ended. `completions`: sessions watched to 90 %. `latest`: of a day,
    the members whose last active day it is.
    """

    active: int = 0
    joined: int = 0
    left: int = 0
    watched_ms: int = 0
    plays: int = 0
    completions: int = 0
    logs: int = 0
    latest: int = 0

    def __add__(self, other: "Use") -> "Use":
        return Use(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Use)))

    @property
    def watched_minutes(self) -> int:
        return self.watched_ms // 60_000

    @classmethod
    def of_item(cls, item: Item) -> Self:
        return cls(**{f.name: item.get(f.name, 0) for f in fields(Use)})


class PartnerCounters:
    """One partner's counts. Tenant and partner are fixed here."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._partner = partner_id

    def days(self, first: date, last: date) -> dict[date, Use]:
        """U1: the days from `first` to `last` on which anything was counted."""
        span = self._keys.use_of_days(self._partner, first, last)
        return self._summed(span, lambda item: date.fromisoformat(item["day"]))

    def months(self, first: Month, last: Month) -> dict[Month, Use]:
        """U2: the months from `first` to `last` in which anything was counted."""
        span = self._keys.use_of_months(self._partner, str(first), str(last))
        return self._summed(span, lambda item: Month.parse(item["month"]))

    def count_day(self, day: date, shard: int, changes: Mapping[str, int]) -> Write:
        """U1: the write that adds to a day; `changes` by the names of `Use`."""
        key = self._keys.use_of_day(self._partner, day, shard % SHARDS)
        return _add(key, {"type": "use_day", "day": day.isoformat()}, changes)

    def count_month(self, month: Month, shard: int, changes: Mapping[str, int]) -> Write:
        """U2: the write that adds to a month."""
        key = self._keys.use_of_month(self._partner, str(month), shard % SHARDS)
        return _add(key, {"type": "use_month", "month": str(month)}, changes)

    def _summed[P](self, span: Span, period: Callable[[Item], P]) -> dict[P, Use]:
        sums: dict[P, Use] = defaultdict(Use)
        for item in self._table.all(span, consistent=True):
            sums[period(item)] += Use.of_item(item)
        return dict(sums)


def _add(key: Key, facts: dict[str, Any], changes: Mapping[str, int]) -> Write:
    return update(key, adds={name: by for name, by in changes.items() if by}, defaults=facts)

"""DynamoDB access patterns U1 to U5 of docs/data-model.md: counters of what members did.

A counter is spread over a few items, so that the stream's workers conflict less; its value is their
sum.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Self

from stvos.dynamodb.keys import ClientId, Key, Keys, Span
from stvos.dynamodb.table import Item, Table, Write, update
from stvos.months import Month
from stvos.usage.models import MemberUse

SHARDS = 4


@dataclass(frozen=True, slots=True)
class Use:
    """What all members of a partner did on a day or in a month of the partner's time zone.

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
    """One partner's counters."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._partner = partner_id

    def days(self, first_day: date, last_day: date) -> dict[date, Use]:
        """U1: the days from `first_day` to `last_day` on which anything was counted."""
        span = self._keys.use_of_days(self._partner, first_day, last_day)
        return self._summed(span, lambda item: date.fromisoformat(item["day"]))

    def months(self, first_month: Month, last_month: Month) -> dict[Month, Use]:
        """U2: the months from `first_month` to `last_month` in which anything was counted."""
        span = self._keys.use_of_months(self._partner, str(first_month), str(last_month))
        return self._summed(span, lambda item: Month.parse(item["month"]))

    def cohorts(self, first_month: Month, last_month: Month) -> dict[tuple[Month, Month], int]:
        """U4: by month of joining and month of activity, how many members were active."""
        sums: dict[tuple[Month, Month], int] = defaultdict(int)
        for item in self._table.all(
            self._keys.cohorts(self._partner, str(first_month), str(last_month))
        ):
            sums[Month.parse(item["joined"]), Month.parse(item["month"])] += item["members"]
        return dict(sums)

    def members(self) -> int:
        """U5: the present number of members."""
        keys = [self._keys.member_count(self._partner, shard) for shard in range(SHARDS)]
        items = self._table.find_many(keys, consistent=True)
        return max(0, sum(int(item["members"]) for item in items if item))

    def latest(self, first_day: date, last_day: date) -> int:
        """U1: the members whose last active day is from `first_day` to `last_day`, read by key."""
        days = [first_day + timedelta(days=n) for n in range((last_day - first_day).days + 1)]
        keys = [
            self._keys.use_of_day(self._partner, day, shard)
            for day in days
            for shard in range(SHARDS)
        ]
        items = self._table.find_many(keys, consistent=True)
        return max(0, sum(int(item.get("latest", 0)) for item in items if item))

    def count_day(self, day: date, shard: int, changes: Mapping[str, int]) -> Write:
        """U1: the write that adds to a day; `changes` by the names of `Use`."""
        key = self._keys.use_of_day(self._partner, day, shard % SHARDS)
        return _add(key, {"type": "use_day", "day": day.isoformat()}, changes)

    def count_month(self, month: Month, shard: int, changes: Mapping[str, int]) -> Write:
        """U2: the write that adds to a month."""
        key = self._keys.use_of_month(self._partner, str(month), shard % SHARDS)
        return _add(key, {"type": "use_month", "month": str(month)}, changes)

    def count_class(
        self, month: Month, about: Mapping[str, str | int], shard: int, changes: Mapping[str, int]
    ) -> Write:
        """U3: the write that adds to the month of a class; `about`: its id, name and category."""
        number = int(about["class_id"])
        key = self._keys.use_of_class(self._partner, str(month), number, shard % SHARDS)
        return _add(key, {"type": "use_class", **about}, changes)

    def weeks(self, first_day: date, last_day: date) -> dict[date, int]:
        """U2: members active in the weeks whose Mondays are from `first_day` to `last_day`."""
        sums: dict[date, int] = defaultdict(int)
        for item in self._table.all(self._keys.use_of_weeks(self._partner, first_day, last_day)):
            sums[date.fromisoformat(item["monday"])] += item["active"]
        return dict(sums)

    def count_week(self, monday: date, shard: int, members: int) -> Write:
        """U2: the write that counts members who became active in a week."""
        key = self._keys.use_of_week(self._partner, monday, shard % SHARDS)
        return _add(key, {"type": "use_week", "monday": monday.isoformat()}, {"active": members})

    def count_cohort(self, joined: Month, active: Month, shard: int, members: int) -> Write:
        """U4: the write that counts members who joined in one month and were active in another."""
        key = self._keys.cohort(self._partner, str(joined), str(active), shard % SHARDS)
        facts = {"type": "use_cohort", "joined": str(joined), "month": str(active)}
        return _add(key, facts, {"members": members})

    def count_members(self, shard: int, change: int) -> Write:
        """U5: the write that changes the number of members."""
        key = self._keys.member_count(self._partner, shard % SHARDS)
        return _add(key, {"type": "use_members"}, {"members": change})

    def left(self, use: MemberUse, left_on: date) -> Iterator[Write]:
        """U1, U2, U5: the writes that count the end of a membership on a day, and its beginning,
        unless that is counted already.
        """
        days: defaultdict[date, Counter[str]] = defaultdict(Counter)
        months: defaultdict[Month, Counter[str]] = defaultdict(Counter)
        changes = [(left_on, "left")] + ([] if use.counted else [(use.joined_day, "joined")])
        for day, change in changes:
            days[day][change] += 1
            months[Month.of(day)][change] += 1
        if use.last_day:
            days[use.last_day]["latest"] -= 1
        for day, gains in days.items():
            yield self.count_day(day, use.user_id, gains)
        for month, gains in months.items():
            yield self.count_month(month, use.user_id, gains)
        if use.counted:
            yield self.count_members(use.user_id, -1)

    def _summed[P](self, span: Span, period: Callable[[Item], P]) -> dict[P, Use]:
        sums: dict[P, Use] = defaultdict(Use)
        for item in self._table.all(span, consistent=True):
            sums[period(item)] += Use.of_item(item)
        return dict(sums)


def _add(key: Key, facts: dict[str, Any], changes: Mapping[str, int]) -> Write:
    return update(key, adds={name: by for name, by in changes.items() if by}, defaults=facts)

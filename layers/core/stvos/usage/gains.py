"""What a partner's counters gain when facts are applied, and the writes that add it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from stvos.dynamodb.table import Write
from stvos.months import Month
from stvos.usage.counters import PartnerCounters
from stvos.usage.models import Viewed


@dataclass(slots=True)
class Gains:
    """Gains by period, by the field names of `Use` and `ClassUse`.

    `weeks`: members active in a week, by its Monday. `about`: the name and category of each class.
    `members`: the change of the number of members.
    """

    days: defaultdict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    months: defaultdict[Month, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    classes: defaultdict[tuple[Month, int], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    weeks: Counter[date] = field(default_factory=Counter)
    about: dict[int, dict[str, str | int]] = field(default_factory=dict)
    cohorts: Counter[tuple[Month, Month]] = field(default_factory=Counter)
    members: int = 0

    def count(self, day: date, **gains: int) -> None:
        """Add to a day and its month."""
        self.days[day].update(gains)
        self.months[Month.of(day)].update(gains)

    def count_class(self, month: Month, viewed: Viewed, **gains: int) -> None:
        self.classes[month, viewed.class_id].update(gains)
        about: dict[str, str | int] = {"class_id": viewed.class_id, "name": viewed.class_name}
        if viewed.category_id is not None:
            about["category_id"] = viewed.category_id
        self.about[viewed.class_id] = about

    def add(self, other: "Gains") -> None:
        for mine, theirs in (
            (self.days, other.days),
            (self.months, other.months),
            (self.classes, other.classes),
        ):
            for period, gains in theirs.items():
                mine[period].update(gains)  # type: ignore[index]
        self.weeks.update(other.weeks)
        self.about |= other.about
        self.cohorts.update(other.cohorts)
        self.members += other.members

    def counter_items(self) -> set[object]:
        """What identifies the items that `writes` writes."""
        items: set[object] = {*self.days, *self.months, *self.classes, *self.cohorts}
        items |= {("week", monday) for monday in self.weeks}
        return items | ({"members"} if self.members else set())

    def writes(self, counters: PartnerCounters, shard: int) -> Iterator[Write]:
        """One write for each item that gains something."""
        for day, gains in self.days.items():
            if any(gains.values()):
                yield counters.count_day(day, shard, gains)
        for month, gains in self.months.items():
            if any(gains.values()):
                yield counters.count_month(month, shard, gains)
        for (month, class_id), gains in self.classes.items():
            if any(gains.values()):
                yield counters.count_class(month, self.about[class_id], shard, gains)
        for monday, members in self.weeks.items():
            yield counters.count_week(monday, shard, members)
        for (joined, active), members in self.cohorts.items():
            yield counters.count_cohort(joined, active, shard, members)
        if self.members:
            yield counters.count_members(shard, self.members)

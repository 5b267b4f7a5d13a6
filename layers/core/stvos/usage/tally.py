"""What a partner's counts gain while facts are taken up, and the writes that add it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from stvos.table import Write
from stvos.usage.counters import PartnerCounters
from stvos.usage.months import Month


@dataclass(slots=True)
class Tally:
    """Gains by period, by the names of `Use`, `ClassUse` and cohorts. `members`: in all."""

    days: defaultdict[date, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    months: defaultdict[Month, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    classes: defaultdict[tuple[Month, int], Counter[str]] = field(
        default_factory=lambda: defaultdict(Counter)
    )
    cohorts: Counter[tuple[Month, Month]] = field(default_factory=Counter)
    members: int = 0

    def count(self, day: date, **gains: int) -> None:
        """Add to a day and its month."""
        self.days[day].update(gains)
        self.months[Month.of(day)].update(gains)

    def count_class(self, month: Month, class_id: int, **gains: int) -> None:
        self.classes[month, class_id].update(gains)

    def add(self, other: "Tally") -> None:
        for mine, theirs in (
            (self.days, other.days),
            (self.months, other.months),
            (self.classes, other.classes),
        ):
            for place, gains in theirs.items():
                mine[place].update(gains)  # type: ignore[index]
        self.cohorts.update(other.cohorts)
        self.members += other.members

    def places(self) -> set[object]:
        """The items that `writes` would write."""
        found: set[object] = {*self.days, *self.months, *self.classes, *self.cohorts}
        return found | ({"members"} if self.members else set())

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
                yield counters.count_class(month, class_id, shard, gains)
        for (joined, active), members in self.cohorts.items():
            yield counters.count_cohort(joined, active, shard, members)
        if self.members:
            yield counters.count_members(shard, self.members)

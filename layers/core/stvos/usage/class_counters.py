"""DynamoDB access patterns U3 and U10 of docs/data-model.md: what a partner's members watched of
each class in a month.

A class's counter is spread over four items, so a month of 10,000 classes is 40,000 of them. A month
that is over is therefore stored a second time as a rollup, a few items that hold all its classes.
A rollup is exact or not used: each gain of a class is a gain of its month (U2) in one transaction,
and none is ever taken back, so a rollup whose sums are those of the month misses nothing.
"""

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from itertools import accumulate, batched, chain, pairwise
from typing import Self

from stvos.dynamodb.keys import ClientId, Keys
from stvos.dynamodb.table import Table, put
from stvos.months import Month
from stvos.usage.counters import SHARDS, PartnerCounters, Use

_PER_ITEM = 5_000  # Some 130 KB; an item holds 400 KB at most.


@dataclass(slots=True)  # Frozen ones take three times as long to make, and a year has 120,000.
class ClassUse:
    """What a partner's members watched of a class in a month. `people`: different ones.

    The category is that of the first time it was watched in the month.
    """

    plays: int = 0
    completions: int = 0
    watched_ms: int = 0
    people: int = 0
    category_id: int | None = None

    def __add__(self, other: "ClassUse") -> "ClassUse":
        return ClassUse(
            self.plays + other.plays,
            self.completions + other.completions,
            self.watched_ms + other.watched_ms,
            self.people + other.people,
            self.category_id if self.category_id is not None else other.category_id,
        )


_FIELDS = tuple(field.name for field in fields(ClassUse))

type UseByClass = dict[int, ClassUse]


class ClassCounters:
    """One partner's counters of classes."""

    def __init__(self, table: Table, tenant: ClientId, partner_id: int) -> None:
        self._table = table
        self._keys = Keys(tenant)
        self._partner = partner_id
        self._months = PartnerCounters(table, tenant, partner_id)

    @classmethod
    def of_stack(cls, tenant: ClientId, partner_id: int) -> Self:
        return cls(Table.of_stack(), tenant, partner_id)

    def of_month(self, month: Month, only: Sequence[str] = _FIELDS) -> UseByClass:
        """U3: every class that was watched in a month; `only`: the fields that are wanted."""
        spans = [
            self._keys.use_of_classes(self._partner, str(month), shard) for shard in range(SHARDS)
        ]
        read = partial(self._table.all, consistent=True, only=("class_id", *only))
        sums: UseByClass = {}
        for item in chain.from_iterable(map(read, spans)):
            use = ClassUse(**{name: item[name] for name in only if name in item})
            number = item["class_id"]
            sums[number] = sums[number] + use if number in sums else use
        return sums

    def rolled_up(self, month: Month, of_all: Use) -> UseByClass | None:
        """U10: the same from the rollup; None where it is not that of a month with these sums."""
        span = self._keys.rollup_of_classes(self._partner, str(month))
        found = dict(_unpacked(item["classes"] for item in self._table.all(span)))
        return found if _adds_up(found, of_all) else None

    def roll_up(self, months: Sequence[Month]) -> None:
        """U10: store rollups of months that are over, unless they have exact ones. What is counted
        meanwhile leaves a month without one until the next time.
        """
        sums = self._months.months(months[0], months[-1])
        for month in months:
            if month in sums and self.rolled_up(month, sums[month]) is None:
                self._roll_up(month)

    def _roll_up(self, month: Month) -> None:
        classes = self.of_month(month)
        # Only what is read after the classes proves that none of them is missing a gain.
        if not _adds_up(classes, self._months.months(month, month).get(month, Use())):
            return
        for place, part in enumerate(batched(sorted(classes.items()), _PER_ITEM)):
            key = self._keys.rollup_part(self._partner, str(month), place)
            self._table.write(put(key, {"type": "class_rollup", "classes": _packed(part)}))

    def names(self, first_months: Mapping[int, Month]) -> dict[int, str]:
        """U3: the name of each class when it was first watched in a month."""
        keys = {
            self._keys.use_of_class(self._partner, str(month), number, shard): number
            for number, month in first_months.items()
            for shard in reversed(range(SHARDS))
        }
        items = self._table.find_many(list(keys), consistent=True, only=("name",))
        found = zip(keys.values(), items, strict=True)
        return {number: item["name"] for number, item in found if item}


def _adds_up(classes: Mapping[int, ClassUse], of_all: Use) -> bool:
    """Whether the classes of a month have all that was counted in it."""
    sums = [0, 0, 0]
    for use in classes.values():
        sums[0] += use.plays
        sums[1] += use.completions
        sums[2] += use.watched_ms
    return sums == [of_all.plays, of_all.completions, of_all.watched_ms]


def _packed(classes: Iterable[tuple[int, ClassUse]]) -> bytes:
    """Columns, with each id as its distance from the one before: a fifth of what rows take."""
    numbers, uses = zip(*classes, strict=True)
    steps = [after - before for before, after in pairwise((0, *numbers))]
    columns = [steps, *([getattr(use, name) for use in uses] for name in _FIELDS)]
    return zlib.compress(json.dumps(columns, separators=(",", ":")).encode())


def _unpacked(parts: Iterable[bytes]) -> Iterator[tuple[int, ClassUse]]:
    for part in parts:
        steps, *columns = json.loads(zlib.decompress(part))
        yield from zip(accumulate(steps), map(ClassUse, *columns), strict=True)

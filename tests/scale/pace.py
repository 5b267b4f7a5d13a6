"""How long calls take in the model of DynamoDB, and the units that they consume."""

import math
import random
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Protocol

WRITE_UNITS, READ_UNITS = 1_000, 3_000
"""What a partition key bears in a second."""


class Timer(Protocol):
    """The time that calls take."""

    def now(self) -> float: ...

    def wait(self, seconds: float) -> None: ...

    def compute(self, items: int) -> None:
        """The processor time of the caller for a call with so many items."""

    def unmeasured(self) -> AbstractContextManager[None]:
        """What the model itself takes is not the caller's."""


@dataclass(frozen=True)
class Latency:
    """How long calls last, in milliseconds: `base` and `item` for each item, times a factor whose
    logarithm is normal with the deviation `spread`.
    """

    read_base: float = 4
    read_item: float = 0.05
    write_base: float = 5
    transaction_base: float = 10
    transaction_item: float = 0.2
    spread: float = 0.35

    def of(self, base: float, item: float, items: int, chance: random.Random) -> float:
        return (base + item * items) * math.exp(chance.gauss(0, self.spread)) / 1000


@dataclass
class Meter:
    """Units by partition key and second."""

    limit: int
    peaks: Counter[str] = field(default_factory=Counter)
    _second: dict[str, tuple[int, float]] = field(default_factory=dict)
    total: float = 0

    def clear(self) -> None:
        """Forget what was before."""
        self.peaks.clear()
        self._second.clear()
        self.total = 0

    def is_full(self, key: str, now: float) -> bool:
        second, units = self._second.get(key, (-1, 0))
        return second == int(now) and units >= self.limit

    def add(self, key: str, units: float, now: float) -> None:
        second, before = self._second.get(key, (-1, 0.0))
        sum_ = units + (before if second == int(now) else 0)
        self._second[key] = (int(now), sum_)
        self.peaks[key] = max(self.peaks[key], math.ceil(sum_))
        self.total += units

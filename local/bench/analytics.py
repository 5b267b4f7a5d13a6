"""A partner's analytics over 10,000 classes and 13 months."""

import random
import secrets
import time
import tracemalloc
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from local.bench.page import Section, marked, table
from local.dynamodb_local import running

CLASSES = 10_000
TARGET_S = 3.0
_ROUNDS = 3


def run() -> list[Section]:
    """The longest period: twelve months that are over, and the current one."""
    from stvos.dynamodb.table import Table

    with running() as emulator:
        name = f"analytics-{secrets.token_hex(4)}"
        emulator.create_table(name)
        rows = _measured(Table(name, emulator.client()))
    text = f"""
Target: {TARGET_S:g} s of processor for {CLASSES:,} classes, each watched in every one of 13 months
on all four shards. Months that are over are read from rollups. The current month has none, and
last month has none in its first days, when what was played offline still arrives: those are read
item by item. Minimum of {_ROUNDS}; the floor reads the {4 * CLASSES:,} items of a month.

{table(["analytics of 13 months", "processor s", "× floor", "peak MB"], rows)}
"""
    return [Section("Analytics", "analytics", text)]


def _measured(store: Any) -> list[list[str]]:
    from stvos.clock import real_now
    from stvos.dynamodb.keys import ClientId
    from stvos.months import Month
    from stvos.usage.analytics import Analytics
    from stvos.usage.class_counters import ClassCounters
    from stvos.usage.requests import AnalyticsQuery

    now = real_now()
    this_month = Month.of(now.date())
    last_month, first_month = this_month.before, this_month.plus(-12)
    months = _Months(store)
    for month in (first_month, last_month, this_month):
        months.count(month)
    classes = ClassCounters(store, ClientId(5), 7)
    classes.roll_up([first_month])
    for month in first_month.after.through(last_month.before):
        months.copy(first_month, month)
    period = AnalyticsQuery.model_validate({"from": now.date() - timedelta(days=365)})
    partner = _partner(now)

    def show() -> None:
        answer = Analytics(store, partner, lambda: now).show(period)
        assert len(answer.popular_classes) == 10
        assert answer.popular_classes[0].plays == 13 * months.largest

    def floor() -> None:
        spans = [classes._keys.use_of_classes(7, str(this_month), shard) for shard in range(4)]
        assert sum(1 for span in spans for _ in store.all(span, only=("plays",))) == 4 * CLASSES

    figures = {"floor: one month's items": _timed(floor)}
    figures["last month is not rolled up"] = _timed(show)
    classes.roll_up([last_month])
    figures["last month is rolled up"] = _timed(show)
    (least, _), *_ = figures.values()
    return [
        [what, marked(taken, TARGET_S), f"{taken / least:.1f}", f"{peak:.0f}"]
        for what, (taken, peak) in figures.items()
    ]


def _partner(now: datetime) -> Any:
    from stvos.partners.models import BillingModel, BillingTerms, Partner

    billing = BillingTerms(
        model=BillingModel.FLAT,
        unit_price=Decimal(1),
        currency="EUR",
        minimum=Decimal(0),
        timezone="UTC",
    )
    return Partner(id=7, client_id=5, name="Acme", billing=billing, created_at=now, updated_at=now)


class _Months:
    """Months in which every class was watched."""

    def __init__(self, store: Any) -> None:
        from stvos.catalogue.models import Category
        from stvos.clock import real_now
        from stvos.dynamodb.keys import ClientId, Keys
        from stvos.dynamodb.table import put
        from stvos.usage.counters import PartnerCounters

        self._store = store
        self._keys = Keys(ClientId(5))
        self._counters = PartnerCounters(store, ClientId(5), 7)
        chance = random.Random(1)  # noqa: S311
        self._uses = [
            {name: chance.randrange(1, limit) for name, limit in _LIMITS.items()}
            for _ in range(CLASSES)
        ]
        now = real_now()
        for number in range(1, 13):
            category = Category(id=number, name="Yoga", created_at=now, updated_at=now)
            store.write(put(self._keys.category(number), category.to_item()))
        self.largest = 4 * max(use["plays"] for use in self._uses)

    def count(self, month: Any) -> None:
        from stvos.dynamodb.table import put

        writes = []
        for place, use in enumerate(self._uses):
            number = 1_700_000_000_000_000 + place * 977
            about = {"class_id": number, "name": f"Class {place}", "category_id": place % 12 + 1}
            for shard in range(4):
                key = self._keys.use_of_class(7, str(month), number, shard)
                writes.append(put(key, {"type": "use_class", **about, **use}))
        self._store.write_many(writes)
        self._sum_up(month)

    def copy(self, month: Any, to: Any) -> None:
        """The same in another month, of which the rollup alone is read."""
        from stvos.dynamodb.table import put

        for place, item in enumerate(self._store.all(self._keys.rollup_of_classes(7, str(month)))):
            key = self._keys.rollup_part(7, str(to), place)
            self._store.write(put(key, {name: item[name] for name in ("type", "classes")}))
        self._sum_up(to)

    def _sum_up(self, month: Any) -> None:
        sums = {
            name: 4 * sum(use[name] for use in self._uses)
            for name in ("plays", "completions", "watched_ms")
        }
        self._store.write(self._counters.count_month(month, 0, sums))


_LIMITS = {"plays": 900, "completions": 500, "watched_ms": 10**9, "people": 500}


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds of this process's processors, at least, and the memory that it took at most in MB."""
    taken = []
    for _ in range(_ROUNDS):
        own = time.process_time()
        work()
        taken.append(time.process_time() - own)
    tracemalloc.start()
    work()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return min(taken), peak / 1e6

"""Many workers at the same stream: a partner's counts are as if one had told it all once."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

from stvos.clock import day_of
from stvos.months import Month
from stvos.usage.class_counters import ClassUse
from stvos.usage.counters import Use
from stvos.usage.counting import UseCounter
from tests.usage_samples import Company, announced
from tests.world import World

WORKERS = 8
MEMBERS = 30
NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)


def test_workers_who_are_told_the_same_at_once_count_it_once(race_world: World) -> None:
    company = Company(race_world)
    accounts = [company.account(NOON) for _ in range(MEMBERS)]
    people = [company.told_of(account) for account in accounts]
    records = [company.joined(person) for person in people]
    for number, person in enumerate(people):
        for day in range(3):
            at = NOON + timedelta(days=day)
            beats: list[tuple[float, float]] = [(30, 30)] * (number % 4)
            records += company.watched(person, at, beats, completes=number % 4 == 3)
    chance = random.Random(20260120)
    start = Barrier(WORKERS)

    def work(order: list[int]) -> None:
        """As Lambda does: what failed is told again, with all that came behind it."""
        start.wait()
        for first in range(0, len(order), 40):
            batch = [records[place] for place in order[first : first + 40]]
            for _ in range(10):
                if not UseCounter(race_world.table).count(announced(batch)):
                    break
            else:
                raise AssertionError("a batch failed in every try")

    orders = [chance.sample(range(len(records)), len(records)) for _ in range(WORKERS)]
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, orders))

    watched = [30_000 * (number % 4) for number in range(MEMBERS)]
    active = sum(ms >= 60_000 for ms in watched)
    each_day = Use(
        active=active,
        watched_ms=sum(watched),
        plays=MEMBERS,
        completions=sum(ms == 90_000 for ms in watched),
    )
    days = company.counters.days(NOON.date(), NOON.date() + timedelta(days=9))
    first = day_of(NOON, "UTC")
    assert days == {
        first: each_day + Use(joined=MEMBERS),
        first + timedelta(days=1): each_day,
        first + timedelta(days=2): each_day + Use(latest=active),
    }
    month = Month(2026, 1)
    # Those with 30 seconds on each of three days have a minute and a half in the month.
    assert company.counters.months(month, month)[month].active == sum(ms > 0 for ms in watched)
    assert company.counters.members() == MEMBERS
    assert company.classes.of_month(month)[7] == ClassUse(
        3 * MEMBERS, 3 * each_day.completions, 3 * sum(watched), MEMBERS
    )
    assert company.classes.names({7: month}) == {7: "Class 7"}

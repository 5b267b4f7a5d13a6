"""1,000 members join a group class in parallel, counted in one shard and in 32."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any

from local.bench.bookings import WORKERS, Watched, timed
from local.bench.marketplace import MADE, TENANT, add_member, add_trainer, market
from local.bench.page import Section, table
from stvos.dynamodb.retries import PAUSES

if TYPE_CHECKING:
    from stvos.accounts.models import Account
    from stvos.dynamodb.table import Table

MEMBERS, SEATS = 1000, 600
SHARDS = (1, 4, 32)
CROWD = 50_000
HELD_SECONDS = (0.005, 0.01, 0.015)


def run(missing: list[str]) -> list[Section]:
    """Join classes that differ in their shards only, and count what was given."""
    rows, largest = [], 0
    with market() as store:
        add_trainer(store, 1, "UTC")
        accounts = [add_member(store, 1000 + number) for number in range(MEMBERS)]
        for day, shards in enumerate(SHARDS, 3):
            class_id = _add_class(store, day, shards)
            sizes: list[int] = []
            outcomes, seconds = timed(_requests(Watched(store, sizes), accounts, class_id))
            found, held = Counter(outcomes), _held(store, class_id)
            if found != _EXPECTED or held != SEATS:
                missing.append(f"joining with {shards} shards: {held} seats given, {found}")
            largest = max(largest, *sizes)
            rate = MEMBERS / seconds
            rows.append([f"{shards}", f"{rate:.0f}", f"{len(sizes) / MEMBERS:.2f}", f"{held}"])
    text = f"""
{MEMBERS:,} members join a class of {SEATS} seats, {WORKERS} at a time, on DynamoDB Local:
{SEATS} get a seat and the others a place in the waitlist.

{table(["shards", "joins a second", "transactions a join", "seats given"], rows)}

Joining reads the class, then the seat and the counts together, and writes or checks {largest} items
in one transaction, which is tried again when another member took the last seat of its shard
meanwhile. DynamoDB Local does one transaction after the other, whatever they touch, so its rate
says nothing of shards. They are there because DynamoDB refuses a transaction that touches an item
of another one, which then comes again after a pause. Simulated, with the pauses of
`dynamodb/retries.py`: {CROWD:,} joins at random times of a minute on {SHARDS[-1]} shards, by how
long a transaction holds its count.

{table(["held", "tries a join", "answered RATE_LIMITED", "p50 s", "p99 s"], _simulated())}
"""
    return [Section("Joining a group class in parallel", "joining", text)]


_EXPECTED = {"confirmed": SEATS, "waitlisted": MEMBERS - SEATS}


def _simulated() -> list[list[str]]:
    """How joining fares on one shard in the busiest minute."""
    rows = []
    for held in HELD_SECONDS:
        chance = random.Random(1)  # noqa: S311
        joins = CROWD // SHARDS[-1]
        # When it is tried, which one it is, how often it was tried, and when it came.
        waiting = [(at, n, 0, at) for n, at in enumerate(_arrivals(chance, joins))]
        free_at, tries, took = 0.0, 0, []
        while waiting:
            at, number, tried, came = heappop(waiting)
            tries += 1
            if at >= free_at:
                free_at = at + held
                took.append(free_at - came)
            elif tried < len(PAUSES):
                again = at + PAUSES[tried] * (1 + chance.random())
                heappush(waiting, (again, number, tried + 1, came))
        took.sort()
        refused = 1 - len(took) / joins
        middle, slow = took[len(took) // 2], took[len(took) * 99 // 100]
        rows.append(
            [
                f"{held * 1000:.0f} ms",
                f"{tries / joins:.1f}",
                f"{refused:.1%}",
                f"{middle:.2f}",
                f"{slow:.2f}",
            ]
        )
    return rows


def _arrivals(chance: random.Random, number: int) -> list[float]:
    return sorted(chance.uniform(0, 60) for _ in range(number))


def _add_class(store: "Table", day: int, shards: int) -> int:
    """Make a class on a day from today, with so many shards."""
    from stvos.dynamodb.keys import ClientId
    from stvos.group_classes.models import GroupClass
    from stvos.group_classes.repository import GroupClassRepository
    from stvos.ids import new_id
    from stvos.trainers.repository import ScheduleRepository

    start = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=day)
    group_class = GroupClass.model_validate(
        {
            "id": new_id(),
            "client_id": TENANT,
            "trainer_id": 1,
            "name": "Morning Flow",
            "starts_at": start,
            "ends_at": start + timedelta(hours=1),
            "timezone": "UTC",
            "duration": 60,
            "capacity": SEATS,
            "waitlist": True,
            "shards": shards,
            "price": "12",
            "currency": "EUR",
            "created_at": MADE,
            "updated_at": MADE,
        }
    )
    tenant = ClientId(TENANT)
    offer = ScheduleRepository(store, tenant).require_offer(1, consistent=True)
    GroupClassRepository(store, tenant).add(group_class, offer)
    return group_class.id


def _requests(store: Any, accounts: "Sequence[Account]", class_id: int) -> list[Callable[[], str]]:
    from stvos.group_classes.seats import MemberSeats

    def join(account: "Account") -> str:
        seat, _ = MemberSeats(store, account).join(class_id)
        return seat.status.value

    return [partial(join, account) for account in accounts]


def _held(store: "Table", class_id: int) -> int:
    """How many seats are held, by the seats themselves."""
    from stvos.dynamodb.keys import ClientId
    from stvos.group_classes.repository import GroupClassRepository
    from stvos.group_classes.seat_models import SeatStatus
    from stvos.group_classes.seat_repository import SeatRepository

    tenant = ClientId(TENANT)
    shards = range(GroupClassRepository(store, tenant).require(class_id).shards)
    repository = SeatRepository(store, tenant)
    seats = (seat for shard in shards for seat in repository.kept_in(class_id, shard))
    return sum(seat.status is SeatStatus.CONFIRMED for seat in seats)

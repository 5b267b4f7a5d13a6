"""1,000 members join a group class in parallel, counted in one shard and in sixteen."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from local.bench.bookings import WORKERS, Watched, timed
from local.bench.marketplace import MADE, TENANT, add_member, add_trainer, market
from local.bench.page import Section, table

if TYPE_CHECKING:
    from stvos.accounts.models import Account
    from stvos.dynamodb.table import Table

MEMBERS, SEATS = 1000, 600
SHARDS = (1, 4, 16)


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
says nothing of shards: they are there because DynamoDB refuses a transaction that touches an item
of another one, and because a partition bears 1,000 writes a second.
"""
    return [Section("Joining a group class in parallel", "joining", text)]


_EXPECTED = {"confirmed": SEATS, "waitlisted": MEMBERS - SEATS}


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

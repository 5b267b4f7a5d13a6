"""1,000 bookings in parallel over 50 trainers, beside bare transactions of the same size."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from datetime import time as day_time
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from local.bench.marketplace import MADE, SERVICE, TENANT, add_member, add_trainer, market
from local.bench.page import Section, table

if TYPE_CHECKING:
    from stvos.accounts.models import Account
    from stvos.diaries.models import DiaryEntry
    from stvos.dynamodb.table import Table, Write

REQUESTS, TRAINERS, MEMBERS, WORKERS = 1000, 50, 400, 16
_STARTS = 30


def run(missing: list[str]) -> list[Section]:
    """Book at random, look for overlaps, and write as many bare transactions."""
    with market() as store:
        for trainer_id in range(1, TRAINERS + 1):
            add_trainer(store, trainer_id, "UTC")
        accounts = [add_member(store, 1000 + number) for number in range(MEMBERS)]
        sizes: list[int] = []
        outcomes, seconds = timed(_requests(Watched(store, sizes), accounts))
        booked, overlaps = _overlaps(store)
        largest = max(sizes)
        _, bare_seconds = timed(_bare(store, largest))
    found = Counter(outcomes)
    if overlaps or booked != found["booked"] or set(found) - _EXPECTED:
        missing.append(f"bookings: {overlaps} overlaps, {booked} stored, answers {found}")
    rate, bare = REQUESTS / seconds, REQUESTS / bare_seconds
    rows = [
        ["bookings", f"{rate:.0f}", f"{rate / bare:.2f}"],
        [f"bare transactions of {largest} puts", f"{bare:.0f}", "1"],
    ]
    answers = ", ".join(f"{number} {name}" for name, number in found.most_common())
    text = f"""
{REQUESTS:,} requests of {MEMBERS} members for {_STARTS} times of {TRAINERS} trainers, drawn at
random (seeded), {WORKERS} at a time, on DynamoDB Local. Answers: {answers}. Overlaps of trainers or
members afterwards: **{overlaps}**.

{table(["", "a second", "of bare"], rows)}

A booking reads trainer and schedule, checks slot and service, and writes or checks {largest} items
in one transaction; its reads are no part of a bare one. One that is refused is a request, too, and
one that meets another of its trainer tries again. A bare transaction puts as many small items that
no other process writes, from as many threads.
"""
    return [Section("Bookings in parallel", "bookings", text)]


_EXPECTED = {"booked", "SLOT_TAKEN", "MEMBER_BUSY"}


class Watched:
    """A table that notes how many items its transactions have."""

    def __init__(self, store: "Table", sizes: list[int]) -> None:
        self._store, self._sizes = store, sizes

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def transact(self, *writes: "Write") -> None:
        self._sizes.append(len(writes))
        self._store.transact(*writes)


def timed(calls: Sequence[Callable[[], str]]) -> tuple[list[str], float]:
    """What the calls answer, and how long all of them took."""
    with ThreadPoolExecutor(WORKERS) as pool:
        started = time.perf_counter()
        answers = list(pool.map(lambda call: call(), calls))
        return answers, time.perf_counter() - started


def _requests(store: Any, accounts: "Sequence[Account]") -> list[Callable[[], str]]:
    chance = random.Random(50)  # noqa: S311
    day = datetime.combine(datetime.now(UTC).date() + timedelta(days=3), day_time(6), UTC)

    def request() -> Callable[[], str]:
        account, trainer_id = chance.choice(accounts), chance.randint(1, TRAINERS)
        start = day + timedelta(minutes=15 * chance.randrange(_STARTS))
        return lambda: _book(store, account, trainer_id, start)

    return [request() for _ in range(REQUESTS)]


def _book(store: Any, account: "Account", trainer_id: int, start: datetime) -> str:
    from stvos.bookings.requests import BookBody
    from stvos.bookings.service import Bookings
    from stvos.errors import StvosError

    body = BookBody.model_validate({"serviceId": SERVICE, "startsAt": start})
    try:
        Bookings(store, account).book(trainer_id, body)
    except StvosError as refusal:
        return str(refusal.code)
    return "booked"


def _bare(store: "Table", size: int) -> list[Callable[[], str]]:
    from stvos.dynamodb.keys import ClientId, Keys, UserId
    from stvos.dynamodb.table import put

    keys = Keys(ClientId(TENANT + 1))

    def write(number: int) -> str:
        written = [
            put(keys.trainer_client(part, UserId(number)), {"type": "bare", "at": MADE.isoformat()})
            for part in range(size)
        ]
        store.transact(*written)
        return "written"

    return [partial(write, number) for number in range(REQUESTS)]


def _overlaps(store: "Table") -> tuple[int, int]:
    """How many bookings there are, and how many of them overlap another of trainer or member."""
    from stvos.bookings.repository import BookingRepository
    from stvos.diaries.repository import Diary
    from stvos.dynamodb.keys import ClientId

    tenant = ClientId(TENANT)
    today = datetime.now(UTC).date()
    trainers: dict[int, list[DiaryEntry]] = {}
    members: dict[int, list[DiaryEntry]] = {}
    for trainer_id in range(1, TRAINERS + 1):
        diary = Diary.of_trainer(store, tenant, trainer_id)
        for _, ids in diary.placed(today, today + timedelta(days=9)):
            for booking in filter(None, BookingRepository(store, tenant).many(ids)):
                trainers.setdefault(booking.trainer_id, []).append(booking.trainer_entry)
                members.setdefault(booking.user_id, []).append(booking.member_entry)
    met = sum(
        before.end > after.start
        for entries in (*trainers.values(), *members.values())
        for before, after in pairwise(sorted(entries, key=lambda entry: entry.start))
    )
    return sum(map(len, trainers.values())), met

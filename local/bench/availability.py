"""Listing a month of a trainer with 40 bookings a day, beside cal.com's slot calculation."""

import random
import time
from datetime import UTC, datetime, timedelta
from datetime import time as day_time
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from local.bench.calcom import VERSION, CalcomError, listing
from local.bench.marketplace import (
    CLOSES,
    LENGTH,
    OPENS,
    SERVICE,
    TENANT,
    add_trainer,
    market,
)  # fmt: skip
from local.bench.page import Section, marked, table

DAYS, A_DAY = 31, 40
TARGET_MS, TARGET_TIMES = 10.0, 10.0
_ZONE, _TRAINER = "Europe/Berlin", 7
_ROUNDS, _WARM_UP = 200, 50


class Stopwatch:
    """A DynamoDB client that says how long its calls took, and how many they were."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.seconds, self.calls = 0.0, 0

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._client, name)
        if not callable(inner):
            return inner

        def timed(*args: Any, **kwargs: Any) -> Any:
            started = time.process_time()
            try:
                return inner(*args, **kwargs)
            finally:
                self.seconds += time.process_time() - started
                self.calls += 1

        return timed


def run(missing: list[str]) -> list[Section]:
    """Measure both in one run; where cal.com's cannot be had, say so on the page."""
    watches: list[Stopwatch] = []

    def watched(client: Any) -> Stopwatch:
        watches.append(Stopwatch(client))
        return watches[-1]

    with market(watched) as store:
        add_trainer(store, _TRAINER, _ZONE)
        start, booked = _bookings(store)
        own, calls, starts = _listings(store, watches[0], start)
    if own > TARGET_MS:
        missing.append(f"availability: {own:.1f} ms of our own time")
    rows = [["sTvOS, whole", marked(own, TARGET_MS, "{:.2f}"), ""]]
    try:
        theirs = listing(_asked(start, booked))
    except CalcomError as error:
        compared = f"cal.com was not measured in this run: {error}"
    else:
        times = theirs["median"] / own
        rows.append(["cal.com, calculation", f"{theirs['median']:.1f}", f"{times:.0f}"])
        same = [datetime.fromisoformat(at) for at in theirs["slots"]] == starts
        compared = (
            f"Both list the same {len(starts)} slots."
            if same
            else f"**They list {len(starts)} and {len(theirs['slots'])} slots, not the same.**"
        )
        if times < TARGET_TIMES or not same:
            missing.append(f"availability: {times:.1f} times as fast as cal.com's, same: {same}")
    text = f"""
Targets: {TARGET_MS:g} ms of our own time, and {TARGET_TIMES:g} times as fast as cal.com's
calculation on the same rules. {DAYS} days in {_ZONE} from {start:%Y-%m-%d} on, in which the clocks
change, open from 6:00 to 22:00, slots of {LENGTH} minutes, {A_DAY} bookings a day ({len(booked):,}
in all, seeded). Median of {_ROUNDS} after {_WARM_UP}. {calls} calls of DynamoDB.

{table(["", "ms", "times ours"], rows)}

{compared}

Processor time of both. Ours is of all but the calls of DynamoDB: reading the items, the schedule's
model, the calculation and the answer as JSON. cal.com's is its calculation alone, run by Node with
the bookings in memory, from its published package `@calcom/platform-libraries` {VERSION}
(`buildDateRanges`, `subtract`, `getSlots`): what it reads, what it checks of each slot afterwards
and its answer are not in it. The package is fetched when this runs.
"""
    return [Section("Availability", "availability", text)]


def _bookings(store: Any) -> tuple[datetime, list[tuple[datetime, datetime]]]:
    """Take quarters of an hour by chance on each day; answers the first midnight and what is taken.
    The clocks change within the month.
    """
    from stvos.diaries.models import DiaryEntry
    from stvos.diaries.repository import Diary
    from stvos.dynamodb.keys import ClientId
    from stvos.errors import SlotTaken

    chance = random.Random(9)  # noqa: S311
    today = datetime.now(UTC).date()
    year = today.year + (today.month >= 3)
    first = datetime(year, 3, 10, tzinfo=UTC).date()
    zone, diary = ZoneInfo(_ZONE), Diary.of_trainer(store, ClientId(TENANT), _TRAINER)
    booked = []
    for day in range(DAYS):
        midnight = datetime.combine(first + timedelta(days=day), day_time())
        quarters = chance.sample(range(OPENS, CLOSES, LENGTH), A_DAY)
        for number, minute in enumerate(sorted(quarters)):
            start = (midnight + timedelta(minutes=minute)).replace(tzinfo=zone).astimezone(UTC)
            entry = DiaryEntry(day * A_DAY + number + 1, start, start + timedelta(minutes=LENGTH))
            for write in diary.moving(entry.id, takes=entry, refusal=SlotTaken()):
                store.write(write)
            booked.append((entry.start, entry.end))
    return datetime.combine(first, day_time(), zone), booked


def _listings(store: Any, watch: Stopwatch, start: datetime) -> tuple[float, int, list[datetime]]:
    """Milliseconds of our own, the calls of one listing, and the starts."""
    from stvos.dynamodb.keys import ClientId
    from stvos.trainers.answers import OpenSlotsAnswer
    from stvos.trainers.listing import Availability
    from stvos.trainers.requests import AvailabilityQuery

    availability = Availability(store, ClientId(TENANT))
    last = start.date() + timedelta(days=DAYS - 1)
    query = {"serviceId": SERVICE, "from": f"{start.date()}", "to": f"{last}", "timezone": _ZONE}
    asked = AvailabilityQuery.model_validate(query)
    taken = []
    for _ in range(_WARM_UP + _ROUNDS):
        watch.seconds, watch.calls = 0.0, 0
        before = time.process_time()
        found = availability.slots(_TRAINER, asked)
        OpenSlotsAnswer.of(found).model_dump_json(by_alias=True)
        taken.append(time.process_time() - before - watch.seconds)
    return median(taken[_WARM_UP:]) * 1000, watch.calls, [slot.starts_at for slot in found.slots]


def _asked(start: datetime, booked: list[tuple[datetime, datetime]]) -> dict[str, Any]:
    # An end of the same wall time: the clocks change in between.
    end = datetime.combine(start.date() + timedelta(days=DAYS), day_time(), start.tzinfo)
    return {
        "zone": _ZONE,
        "first": _written(start),
        "last": _written(end),
        "opens": OPENS,
        "closes": CLOSES,
        "increment": LENGTH,
        "duration": LENGTH,
        "booked": [(_written(begins), _written(ends)) for begins, ends in booked],
        "rounds": _ROUNDS,
        "warmUp": _WARM_UP,
    }


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")

"""How many announced members one worker of `count_use` counts a second."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from local.bench.page import Section, table
from local.dynamodb_local import running

MEMBERS = 500
BATCHES = 8
TARGET = 1_000
_NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)


def run() -> list[Section]:
    """Batches of 500 heartbeats of 500 members of one partner: the worst that a batch can hold."""
    from stvos.dynamodb.table import Table

    with running() as emulator:
        name = f"projection-{secrets.token_hex(4)}"
        emulator.create_table(name)
        rows, floor = _measured(Table(name, emulator.client()))
    text = f"""
Target: {TARGET:,} members a second and worker, as a ratio to bare batched writes. A batch holds
{MEMBERS} announced heartbeats, each of another member of one partner, so nothing in it can be put
together. The floor puts the {floor[1]:,} items that a batch leaves (a member's watched day, sums
and day of the partner) in unconditional batches of 25, on one thread: {MEMBERS / floor[0]:,.0f}
members a second. DynamoDB Local shares the two cores with the worker; the processor time is the
worker's own.

A member who watches is counted once in 90 s, for three heartbeats. This is one worker by itself;
"Scale" has many beside each other, at 33,000 heartbeats a second.

{table(["batch", "members a second", "× floor", "own processor ms a member"], rows)}
"""
    return [Section("Counting the stream", "projection", text)]


def _measured(store: Any) -> tuple[list[list[str]], tuple[float, int]]:
    from stvos.viewing.activity import ActivityProjection
    from tests.usage_samples import Company

    company = Company(_brand(store))
    people = [company.told_of(company.account(_NOON)) for _ in range(MEMBERS)]
    company.tell(*(company.joined(person) for person in people))
    lives = [
        company.watched(person, _NOON, [(30, 30)] * BATCHES, class_id=number % 20)
        for number, person in enumerate(people)
    ]
    activity = ActivityProjection(store)

    def follow(records: list[dict[str, Any]]) -> None:
        assert activity.follow(records) == []
        company.tell(*records)

    batches = [[life[place] for life in lives] for place in range(1, BATCHES + 1)]
    taken = [_timed(lambda batch=batch: follow(batch)) for batch in batches]  # type: ignore[misc]
    again = [_timed(lambda batch=batch: follow(batch)) for batch in batches]  # type: ignore[misc]
    floor = _floor(company, people)
    rows = []
    for what, figures in (("new heartbeats", taken[1:]), ("delivered again", again)):
        wall, own = median(w for w, _ in figures), median(o for _, o in figures)
        rows.append(
            [
                what,
                _marked(MEMBERS / wall),
                f"{floor[0] / wall:.2f}",
                f"{1000 * own / MEMBERS:.2f}",
            ]
        )
    return rows, floor


def _floor(company: Any, people: list[Any]) -> tuple[float, int]:
    """Seconds to put what a batch leaves, without a condition, and how many items it is."""
    from stvos.dynamodb.keys import UserId
    from stvos.dynamodb.table import put

    keys = company.world.keys
    places = [
        key
        for person in people
        for key in (
            keys.watched(UserId(person.id), _NOON.date()),
            keys.use_of_member(UserId(person.id)),
            keys.member_day(UserId(person.id), _NOON.date()),
        )
    ]
    items = company.world.table.find_many(places, consistent=True)
    ours = {"pk", "sk", "writer"}
    writes = [
        put(key, {name: value for name, value in (item or {}).items() if name not in ours})
        for key, item in zip(places, items, strict=True)
    ]
    taken = [_timed(lambda: company.world.table.write_many(writes))[0] for _ in range(3)]
    return median(taken), len(writes)


def _marked(events: float) -> str:
    """Events a second, bold when they are too few."""
    return f"{events:,.0f}" if events >= TARGET else f"**{events:,.0f}**"


def _timed(work: Callable[[], None]) -> tuple[float, float]:
    """Seconds by the clock, and of this process's processors."""
    wall, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - own


def _brand(store: Any) -> Any:
    from stvos.clients.models import Branding, Client
    from stvos.clock import utc_now
    from stvos.ids import new_id
    from tests.world import World

    now = utc_now() - timedelta(days=1)
    client = Client(
        id=new_id(),
        name="Bench",
        slug="bench",
        branding=Branding(primary_color="#0f766e"),
        enabled_features=(),
        created_at=now,
        updated_at=now,
    )
    return World(client, "", store)

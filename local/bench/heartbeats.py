"""A thousand heartbeats of 200 members at once on DynamoDB Local."""

import random
import secrets
import time
from functools import partial
from statistics import median

from local.bench.page import Section
from local.dynamodb_local import running


def run() -> list[Section]:
    """The race of tests/races/test_heartbeats, timed; every sum is compared with the reference."""
    from stvos.dynamodb.table import Table
    from tests.races.test_heartbeats import (
        BEATS,
        MEMBERS,
        THREADS,
        Brand,
        a_beat,
        at_once,
    )

    chance = random.Random(secrets.randbits(64))  # noqa: S311
    with running() as emulator:
        name = f"heartbeats-{secrets.token_hex(4)}"
        emulator.create_table(name)
        brand = Brand(Table(name, emulator.client()))
        players = [brand.member() for _ in range(MEMBERS)]
        numbers = [begun.session.id for begun in at_once(partial(brand.start, p) for p in players)]
        told = [
            (place, a_beat(chance)) for place in range(MEMBERS) for _ in range(BEATS // MEMBERS)
        ]
        chance.shuffle(told)
        reference: list[set[int]] = [set() for _ in players]
        for place, beat in told:
            for first, last in beat.segments or []:
                reference[place] |= set(range(int(first), int(last)))
        taken: list[float] = []

        def tell(place: int, beat: object) -> None:
            begun = time.perf_counter()
            players[place].heartbeat(numbers[place], beat)  # type: ignore[arg-type]
            taken.append(time.perf_counter() - begun)

        started = time.perf_counter()
        at_once(partial(tell, place, beat) for place, beat in told)
        seconds = time.perf_counter() - started
        stored = [p.session(n).watched_ms for p, n in zip(players, numbers, strict=True)]
    wrong = sum(
        found != 1000 * len(expected) for found, expected in zip(stored, reference, strict=True)
    )
    verdict = "every" if not wrong else f"**{MEMBERS - wrong} of {MEMBERS}**"
    text = f"""
{BEATS:,} heartbeats of {MEMBERS} members on {THREADS} threads, in a shuffled order: {verdict} final
`watchedSeconds` is the reference's, a set of watched seconds for each member kept beside the
program. {seconds:.1f} s, {BEATS / seconds:.0f} a second, median {1000 * median(taken):.0f} ms each;
clients and DynamoDB Local share the machine, so this is no figure of the service.
"""
    return [Section("Heartbeats in parallel", "heartbeats", text)]

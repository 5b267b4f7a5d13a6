"""Sweepers and workers side by side, with every message doubled: each thing is done once."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier, Lock

import pytest

from stvos.due.sweep import DueSweep
from stvos.due.worker import DueWorker
from stvos.errors import Conflict
from stvos.queues.queues import QueueName
from stvos.queues.worker import Task
from tests.due_samples import RingingClock, enter
from tests.world import World

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
CLOCKS, SWEEPERS, WORKERS = 24, 2, 6


class Doubling:
    """A queue that hands out each message twice."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self._lock = Lock()

    def send_in_groups(
        self, queue: QueueName, bodies: Sequence[str], groups: Sequence[str]
    ) -> list[int]:
        with self._lock:
            self.bodies += [*bodies, *bodies]
        return []


def test_two_sweepers_and_doubled_messages_do_each_due_thing_once(
    race_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter(monkeypatch)
    clocks = [RingingClock.set_to(race_world, NOON, NOON + timedelta(1)) for _ in range(CLOCKS)]
    queue, start = Doubling(), Barrier(SWEEPERS)

    def sweep(_: int) -> None:
        start.wait()
        DueSweep(race_world.table, queue, lambda: NOON).queue()

    with ThreadPoolExecutor(SWEEPERS) as pool:
        list(pool.map(sweep, range(SWEEPERS)))
    assert len(queue.bodies) == 2 * SWEEPERS * CLOCKS

    def work(body: str) -> None:
        task = Task.of_record({"messageId": "1", "body": body})
        for _ in range(5):
            try:
                return DueWorker(race_world.table, now=lambda: NOON).do(task)
            except Conflict:  # Another worker was quicker: SQS delivers it again.
                continue
        raise AssertionError("failed each time")

    # Those of one item beside each other, so that its workers meet.
    bodies = sorted(queue.bodies, key=lambda body: str(json.loads(body)["content"]["place"]["pk"]))
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(work, bodies))

    assert [clock.rung for clock in clocks] == [1] * CLOCKS
    again = Doubling()
    assert DueSweep(race_world.table, again, lambda: NOON).queue() == 0
    assert DueSweep(race_world.table, again, lambda: NOON + timedelta(1)).queue() == CLOCKS

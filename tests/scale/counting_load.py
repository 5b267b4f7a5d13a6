"""The counting under load: the stream's function and the counting worker, over models of what is
between them.
"""

import json
import os
import random
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any
from unittest.mock import patch

from local import template
from local.bench.recording import ENVIRONMENT
from local.place import ROOT
from stvos.dynamodb import table as table_module
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.table import Table
from stvos.queues import queues as queues_module
from stvos.queues.queues import QueueName
from stvos.settings import settings
from stvos.usage.class_counters import ClassCounters
from stvos.usage.counters import PartnerCounters
from stvos.viewing.models import Session
from tests.scale import sdk
from tests.scale.dynamodb import DynamoDb
from tests.scale.queues import FifoQueue, Invocations, Record, StreamShard, WorkerDiedError
from tests.scale.simulation import START, Simulation
from tests.scale.viewers import Expected, Viewer, as_plain, month_of_start

SHARDS = 64
"""Shards of the stream: a table that bears 40,000 writes a second has 40 partitions at least."""
TENANT, PARTNER = 5, 7


@dataclass(frozen=True)
class Disorder:
    """How often what goes wrong: a worker dies at a call; a change of the stream comes again, at
    once or after the queue has forgotten it; a change comes minutes late, behind newer ones.
    """

    dies: float = 0
    again: float = 0
    late: float = 0


@dataclass
class Figures:
    """What a run shows: how many members' days were counted, of how many heartbeats; the longest
    that a heartbeat waited for it, and the shortest time between two countings of a member.
    """

    counted: int = 0
    heartbeats: int = 0
    slowest: float = 0
    closest: float = float("inf")


class CountingLoad:
    """One run. `through_sdk`: the calls go through botocore, so that it is measured, too."""

    def __init__(
        self,
        viewers: Sequence[Viewer],
        *,
        disorder: Disorder | None = None,
        through_sdk: bool = False,
        compute_ms: float = 0.25,
        seed: int = 1,
    ) -> None:
        self.simulation = Simulation(compute_ms)
        self.table = DynamoDb(self.simulation, seed)
        self.viewers = {viewer.id: viewer for viewer in viewers}
        self.figures = Figures()
        self._chance = random.Random(seed)
        self._disorder = disorder or Disorder()
        self._through_sdk = through_sdk
        self._sequence = 10**20
        self.table.on_write = self._noticed
        self.table.on_call = self._may_die
        self.stream = Invocations(self.simulation, _project)
        self.worker = Invocations(self.simulation, _count)
        whole = template.load(ROOT / "template.yaml")
        described = template.Resolver(whole)(whole["Resources"])
        changes = described["ProjectActivityFunction"]["Properties"]["Events"]["Changes"]
        self._patterns = [
            json.loads(one["Pattern"]) for one in changes["Properties"]["FilterCriteria"]["Filters"]
        ]
        self.shards = [
            StreamShard(
                self.simulation,
                self.stream,
                changes["Properties"]["MaximumBatchingWindowInSeconds"],
                changes["Properties"]["BatchSize"],
                phase=self._chance.uniform(0.1, 5),
            )
            for _ in range(SHARDS)
        ]
        queue = described["CountingQueue"]["Properties"]
        self.queue = FifoQueue(
            self.simulation,
            self.worker,
            float(queue["DelaySeconds"]),
            queue["VisibilityTimeout"],
            chance=self._chance,
        )

    def run(self) -> None:
        """Until all is counted."""
        joined = START - timedelta(days=80)
        with self._in_use():
            for viewer in self.viewers.values():
                for item in viewer.stored(joined):
                    self.table.put(item)
                self.simulation.at(viewer.starts, partial(self._begin, viewer))
            self.simulation.run()

    def deliver_all_again(self) -> None:
        """Every message once more, in another order."""
        messages = list(self.queue.messages)
        self._chance.shuffle(messages)
        with self._in_use():
            for group, body in messages:
                self.queue.send(group, body, 0)
            self.simulation.run()

    def counts(self) -> Expected:
        """What the partner's counters say, as `Expected` has it."""
        table = Table("scale", self.table)  # type: ignore[arg-type]
        day, month = START.date(), month_of_start()
        counters = PartnerCounters(table, ClientId(TENANT), PARTNER)
        classes = ClassCounters(table, ClientId(TENANT), PARTNER).of_month(month)
        return Expected(
            as_plain(counters.days(day, day)[day]),
            as_plain(counters.months(month, month)[month]),
            {number: as_plain(use) for number, use in classes.items()},
        )

    # ------------------------------------------------------------

    def _begin(self, viewer: Viewer) -> None:
        self._written(viewer, None, viewer.begin())
        beats = viewer.beats()
        self._next_beat(viewer, beats)

    def _next_beat(self, viewer: Viewer, beats: Iterator[float]) -> None:
        at = next(beats, None)
        if at is not None:
            self.simulation.at(at, partial(self._beat, viewer, at, beats))

    def _beat(self, viewer: Viewer, at: float, beats: Iterator[float]) -> None:
        before = viewer.session
        self.figures.heartbeats += 1
        self._written(viewer, before, viewer.beat(at))
        self._next_beat(viewer, beats)

    def _written(self, viewer: Viewer, before: Session | None, after: Session) -> None:
        viewer.store(self.table, after, self.simulation.now())
        if before is not None and after.stream_mark is None:
            return  # The stream's filter passes it over.
        record = self._record(viewer, before, after)
        if any(matches(record, pattern) for pattern in self._patterns):
            shard = self.shards[zlib.crc32(viewer.place.pk.encode()) % SHARDS]
            late = self._chance.random() < self._disorder.late
            pauses = [self._chance.uniform(120, 600) if late else 0]
            if self._chance.random() < self._disorder.again:
                pauses.append(self._chance.choice([10, 400]))
            for pause in pauses:
                self.simulation.at(self.simulation.now() + pause, partial(shard.add, record))

    def _record(self, viewer: Viewer, before: Session | None, after: Session) -> Record:
        self._sequence += 1
        image: Any = {
            "Keys": {name: {"S": getattr(viewer.place, name)} for name in ("pk", "sk")},
            "NewImage": viewer.wire(after),
            "SequenceNumber": str(self._sequence),
        }
        if before is None:
            return {"eventName": "INSERT", "dynamodb": image}
        return {"eventName": "MODIFY", "dynamodb": image | {"OldImage": viewer.wire(before)}}

    def _noticed(self, before: Any, after: Any) -> None:
        """A member's day was counted."""
        if after and after.get("type", {}).get("S") == "member_day":
            viewer = self.viewers[int(after["pk"]["S"].rpartition("#")[2])]
            self.figures.counted += 1
            now = self.simulation.now()
            if viewer.counted_at:
                gap = now - viewer.counted_at[-1]
                self.figures.closest = min(self.figures.closest, gap)
            waited = viewer.counted(int(after["last_ms"]["N"]), now)
            self.figures.slowest = max(self.figures.slowest, waited)

    def _may_die(self) -> None:
        if self._chance.random() < self._disorder.dies:
            raise WorkerDiedError

    @contextmanager
    def _in_use(self) -> Iterator[None]:
        """The program's clients are the models."""
        dynamodb, sqs = self.table, self.queue
        if self._through_sdk:
            unmeasured = self.simulation.unmeasured
            dynamodb = sdk.before(self.table, "dynamodb", unmeasured)
            sqs = sdk.before(self.queue, "sqs", unmeasured)
        addresses = {name.value: f"https://sqs/{name.name}" for name in QueueName}
        with (
            patch.dict(os.environ, ENVIRONMENT | addresses),
            patch.object(table_module, "client", lambda: dynamodb),
            patch.object(queues_module, "client", lambda: sqs),
        ):
            settings.cache_clear()
            yield
        settings.cache_clear()


def matches(record: Any, pattern: Any) -> bool:
    """Whether a filter of an event source lets a record through."""
    if isinstance(pattern, list):
        return record in pattern
    return all(name in record and matches(record[name], pattern[name]) for name in pattern)


def _project(event: dict[str, Any], context: Any) -> dict[str, Any]:
    from jobs import project_activity

    return project_activity.handler(event, context)


def _count(event: dict[str, Any], context: Any) -> dict[str, Any]:
    from jobs import count_use

    return count_use.handler(event, context)

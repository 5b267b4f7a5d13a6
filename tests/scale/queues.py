"""Models of what lies between the table and its workers: the stream, and a FIFO queue with a delay.

The stream has many shards; of each, one batch at a time is with the function, made of what came
within the batching window. The queue hands out the messages of a group one batch after the other,
and again when a batch failed.
"""

import json
import random
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests.scale.simulation import Simulation

type Record = dict[str, Any]
type Handler = Callable[[dict[str, Any], Any], dict[str, Any]]


class WorkerDiedError(BaseException):
    """The process ended in the middle of its work."""


@dataclass
class Invocations:
    """A Lambda function: runs batches, and adds up what they took."""

    simulation: Simulation
    handler: Handler
    runs: int = 0
    records: int = 0
    processor: float = 0.0

    def run(self, records: list[Record], done: Callable[[set[str] | None], None]) -> None:
        """`done` gets what must come again; None when the process died."""
        event, answer = json.dumps({"Records": records}), [None]
        self.runs += 1
        self.records += len(records)

        def work() -> None:
            try:
                answer[0] = self.handler(json.loads(event), None)  # type: ignore[call-overload]
            except WorkerDiedError:
                answer[0] = None

        def over(seconds: float) -> None:
            self.processor += seconds
            given: Any = answer[0]
            failed = given and {one["itemIdentifier"] for one in given["batchItemFailures"]}
            done(None if given is None else failed)

        self.simulation.start(work, over)


@dataclass
class StreamShard:
    """One shard of the table's stream, with its function."""

    simulation: Simulation
    function: Invocations
    window: float
    batch_size: int
    phase: float
    _records: deque[Record] = field(default_factory=deque)
    _is_busy: bool = False
    _is_due: bool = False

    def add(self, record: Record) -> None:
        self._records.append(record)
        if not self._is_busy and not self._is_due:
            self._is_due = True
            # The shards began long before, each at another moment.
            pause, self.phase = self.phase or self.window, 0
            self.simulation.at(self.simulation.now() + pause + 0.25, self._deliver)

    def _deliver(self) -> None:
        self._is_due = False
        batch = [self._records[n] for n in range(min(self.batch_size, len(self._records)))]
        self._is_busy = bool(batch)
        if batch:
            self.function.run(batch, lambda failed: self._done(batch, failed))

    def _done(self, batch: list[Record], failed: set[str] | None) -> None:
        """What failed comes again with all behind it."""
        self._is_busy = False
        left = len(self._records) - len(batch)
        for record in batch:
            if failed is None or record["dynamodb"]["SequenceNumber"] in failed:
                break
            self._records.popleft()
        if self._records:
            self._is_due = True
            pause = self.window if len(self._records) == left else 1.0
            self.simulation.at(self.simulation.now() + pause, self._deliver)


_number = count(1)


@dataclass
class FifoQueue:
    """A queue of groups, each message held back for `delay` seconds."""

    simulation: Simulation
    function: Invocations
    delay: float
    visibility: float
    batch_size: int = 10
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    _groups: dict[str, deque[tuple[float, Record]]] = field(
        default_factory=lambda: defaultdict(deque)
    )
    _busy: set[str] = field(default_factory=set)
    _sent: dict[tuple[str, str], float] = field(default_factory=dict)
    messages: list[tuple[str, str]] = field(default_factory=list)

    def send_message_batch(self, *, QueueUrl: str, Entries: list[Record]) -> Any:  # noqa: N803
        """As an SQS client; the same body within five minutes is a duplicate."""
        with self.simulation.unmeasured():
            now = self.simulation.now()
            for entry in Entries:
                body, group = entry["MessageBody"], entry["MessageGroupId"]
                if now - self._sent.get((group, body), -1e9) < 300:
                    continue
                self._sent[group, body] = now
                self.messages.append((group, body))
                self.send(group, body, self.delay)
        self.simulation.wait(0.01)
        return {"Failed": []}

    def send(self, group: str, body: str, delay: float) -> None:
        message = {"messageId": f"m{next(_number)}", "body": body, "receives": 0}
        at = self.simulation.now() + delay
        self._groups[group].append((at, message))
        self.simulation.at(at + self.chance.uniform(0.02, 0.1), lambda: self._hand_out(group))

    def _hand_out(self, group: str) -> None:
        waiting, now = self._groups[group], self.simulation.now()
        if group in self._busy:
            return
        batch: list[Record] = []
        while waiting and waiting[0][0] <= now and len(batch) < self.batch_size:
            batch.append(waiting.popleft()[1])
        if batch:
            self._busy.add(group)
            for message in batch:
                message["receives"] += 1
            records = [_as_lambda_sees(message) for message in batch]
            self.function.run(records, lambda failed: self._done(group, batch, failed))

    def _done(self, group: str, batch: list[Record], failed: set[str] | None) -> None:
        again = [m for m in batch if failed is None or m["messageId"] in failed]
        for message in reversed(again):
            self._groups[group].appendleft((0, message))
        pause = self.visibility if again else 0

        def free() -> None:
            self._busy.discard(group)
            self._hand_out(group)

        self.simulation.at(self.simulation.now() + pause, free)


def _as_lambda_sees(message: Record) -> Record:
    attributes = {"ApproximateReceiveCount": str(message["receives"])}
    return {"messageId": message["messageId"], "body": message["body"], "attributes": attributes}

"""The schedule of each minute: puts every item with something due on the queue of its worker."""

import json
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from itertools import islice
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.clock import Clock, epoch_ms, utc_now
from stvos.dynamodb.keys import DUE_SHARDS, KEY_ATTRIBUTES, Directory, IndexKey, Key, tenant_of
from stvos.dynamodb.table import Item, Table
from stvos.queues.concurrency import run_concurrently
from stvos.queues.queues import GroupedQueues, QueueName, SqsQueues

logger = Logger(service="stvos")

MOST = 5000
"""Of a shard in one sweep. The later ones wait until the workers have done the earlier."""


class DueSweep:
    """Finds what is due and queues it.

    What is not done by the next sweep is queued again. The queue takes one message in five minutes
    for an item and due time, and hands out an item's messages one after the other.
    """

    def __init__(self, table: Table, queues: GroupedQueues, now: Clock = utc_now) -> None:
        self._table = table
        self._queues = queues
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), SqsQueues.of_stack())

    def queue(self) -> int:
        """Queue all that is due and return how much. Raises RuntimeError if some was refused."""
        now = self._now()
        # All shards side by side: reading and sending them is waiting for the network.
        pieces = [partial(self._queue_shard, shard, now) for shard in range(DUE_SHARDS)]
        counts = run_concurrently(pieces)
        found, refused = sum(n for n, _ in counts), sum(n for _, n in counts)
        logger.info("due work found", found=found, refused=refused)
        if refused:
            raise RuntimeError(f"the queue refused {refused} of {found} due items")
        return found

    def _queue_shard(self, shard: int, now: datetime) -> tuple[int, int]:
        """How much of a shard was found, and how much of it the queue refused."""
        due = list(islice(self._due_by(shard, now), MOST))
        if len(due) == MOST:
            logger.warning("more due work than a sweep queues", shard=shard)
        bodies = [json.dumps(_body(item), sort_keys=True) for item in due]
        groups = [Directory.due_id(IndexKey.of_item(item)) for item in due]
        return len(due), len(self._queues.send_in_groups(QueueName.DUE, bodies, groups))

    def _due_by(self, shard: int, now: datetime) -> Iterable[Item]:
        """D2: what of a shard is due by now, the longest due first."""
        span = Directory.all_due_by(shard, epoch_ms(now))
        return self._table.all(span, only=("type", *KEY_ATTRIBUTES))


def _body(item: Item) -> dict[str, Any]:
    place = {name: item[name] for name in KEY_ATTRIBUTES}
    content = {"type": item["type"], "place": place}
    return {"clientId": tenant_of(Key.of_item(item)), "content": content}

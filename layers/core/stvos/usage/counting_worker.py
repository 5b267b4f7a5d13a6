"""The worker of the queue of announcements: it counts all messages of a batch together."""

from collections.abc import Callable, Sequence
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.queues.dead_letters import set_aside
from stvos.usage.announcements import Announcement, announcements_of
from stvos.usage.counting import UseCounter, membership_of

logger = Logger(service="stvos")

LAST_DELIVERY = 3
"""After so many a message is set aside, so that it does not hold up its group."""

type Record = dict[str, Any]


class CountingWorker:
    """Counts messages, and keeps those that cannot be counted."""

    def __init__(self, counter: UseCounter, keep: Callable[[Record], None]) -> None:
        self._counter = counter
        self._keep = keep

    @classmethod
    def of_stack(cls) -> Self:
        return cls(UseCounter.of_stack(), set_aside)

    def work(self, records: Sequence[Record]) -> dict[str, Any]:
        """Count the messages. The answer names those that must be delivered again."""
        read = [(record, self._announcements(record)) for record in records]
        failed = self._counter.count(one for _, found in read for one in found)
        again: list[Record] = []
        for record, found in read:
            if not any(membership_of(one) in failed for one in found):
                continue
            if _delivery(record) < LAST_DELIVERY:
                again.append(record)
            else:
                self._keep(record)
        return {"batchItemFailures": [{"itemIdentifier": one["messageId"]} for one in again]}

    def _announcements(self, record: Record) -> list[Announcement]:
        try:
            return announcements_of(record["body"])
        except (KeyError, TypeError, ValueError):
            logger.exception("unreadable message of the counting")
            self._keep(record)
            return []


def _delivery(record: Record) -> int:
    return int(record.get("attributes", {}).get("ApproximateReceiveCount", 1))

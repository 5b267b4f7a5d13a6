"""What every worker of a queue is: a function of one task, run for each message of a batch.

A task that raises is given back to the queue alone and comes again; after five times (of
spreadsheets, three) it goes to the queue's dead letters. SQS delivers at least once, so a task must
stand being done twice. Where doing a client's tasks together costs no more than doing one,
`worker_for_client` does that.
"""

import json
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.dynamodb.keys import ClientId

logger = Logger(service="stvos")

type SqsEvent = dict[str, Any]
type LambdaHandler = Callable[[SqsEvent, Any], dict[str, Any]]

LAST_DELIVERY = 5
"""After so many a task goes to the dead letters: `maxReceiveCount` of the template's queues, but
for that of spreadsheets, whose worker knows its own.
"""


class NotYet(Exception):
    """This task cannot be done now; let it come again. No defect, so no traceback."""


@dataclass(frozen=True, slots=True)
class Task:
    """One message of a queue.

    `id` and `created_at` are the outbox message's; a message that was not in the outbox (the
    catalogue's) has neither. `delivery` counts how often SQS has handed it out.
    """

    tenant: ClientId
    id: int
    content: dict[str, Any]
    created_at: datetime | None = None
    delivery: int = 1

    @property
    def is_last(self) -> bool:
        """Whether this task does not come again when it fails now."""
        return self.delivery >= LAST_DELIVERY

    @property
    def body(self) -> str:
        """The message as it is put on a queue."""
        created = {"createdAt": self.created_at.isoformat()} if self.created_at else {}
        about = {"clientId": self.tenant, "messageId": self.id, "content": self.content}
        return json.dumps(about | created)

    @classmethod
    def of_record(cls, record: SqsEvent) -> Self:
        """A task from one record of an SQS event."""
        body = json.loads(record["body"])
        created = body.get("createdAt")
        return cls(
            tenant=ClientId(body["clientId"]),
            id=body.get("messageId", 0),
            content=body.get("content", {}),
            created_at=datetime.fromisoformat(created) if created else None,
            delivery=int(record.get("attributes", {}).get("ApproximateReceiveCount", 1)),
        )


def worker(work: Callable[[Task], None]) -> LambdaHandler:
    """Make the Lambda handler of a queue from a function of one task."""
    return _handler(work, lambda tasks: work(tasks[0]), lambda record: record["messageId"])


def worker_for_client(work: Callable[[Sequence[Task]], None]) -> LambdaHandler:
    """The same from a function of all tasks that a batch has for one client; they fail together."""
    return _handler(work, work, _client_of)


def _client_of(record: SqsEvent) -> ClientId | str:
    """Whose task it is; a message that cannot be read stands alone."""
    try:
        return Task.of_record(record).tenant
    except (KeyError, TypeError, ValueError):
        return str(record["messageId"])


def _handler(
    work: Callable[..., None],
    do: Callable[[Sequence[Task]], None],
    group: Callable[[SqsEvent], ClientId | str],
) -> LambdaHandler:
    @wraps(work)
    def handler(event: SqsEvent, context: Any) -> dict[str, Any]:
        groups: dict[ClientId | str, list[SqsEvent]] = defaultdict(list)
        for record in event["Records"]:
            groups[group(record)].append(record)
        failed = [
            record["messageId"]
            for records in groups.values()
            if not _done(work.__module__, records, do)
            for record in records
        ]
        return {"batchItemFailures": [{"itemIdentifier": name} for name in failed]}

    return handler


def _done(job: str, records: Sequence[SqsEvent], work: Callable[[Sequence[Task]], None]) -> bool:
    started = time.perf_counter()
    about: dict[str, Any] = {"job": job, "sqs_message": records[0]["messageId"]}
    try:
        tasks = [Task.of_record(record) for record in records]
        first = tasks[0]
        about |= {"tenant": first.tenant, "task": first.id, "delivery": first.delivery}
        if len(tasks) > 1:
            about["tasks"] = len(tasks)
        work(tasks)
    except NotYet as reason:
        logger.info("task put off", reason=str(reason), **about)
        return False
    except Exception:
        logger.exception("task failed", **about)
        return False
    logger.info("task done", ms=round((time.perf_counter() - started) * 1000, 1), **about)
    return True

"""The hourly schedule: puts every partner whose next report is due on the queue."""

import json
from collections.abc import Sequence
from typing import Any, Self

from aws_lambda_powertools import Logger

from stvos.billing.models import BillingClock
from stvos.billing.repository import BillingDirectory
from stvos.clock import Clock, utc_now
from stvos.dynamodb.table import Table
from stvos.months import Month
from stvos.queues.queues import QueueName, Queues, SqsQueues

logger = Logger(service="stvos")


class DueReports:
    """Puts the partners that are due on the queue of the worker that makes reports.

    A partner whose report is not made within the hour is queued again; the worker is idempotent.
    """

    def __init__(self, table: Table, queues: Queues, now: Clock = utc_now) -> None:
        self._directory = BillingDirectory(table)
        self._queues = queues
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), SqsQueues.of_stack())

    def queue(self) -> int:
        """Queue all that are due and return how many. Raises RuntimeError if some were refused."""
        due = self._directory.due_by(self._now())
        refused = enqueue(self._queues, [(clock, clock.next) for clock in due])
        logger.info("reports due", due=len(due), refused=len(refused))
        if refused:
            raise RuntimeError(f"the queue refused {len(refused)} of {len(due)} partners")
        return len(due)


def enqueue(queues: Queues, wanted: Sequence[tuple[BillingClock, Month]]) -> list[int]:
    """Send the worker a message for each partner. Returns the indices of refused ones."""
    return queues.send(QueueName.BILLING, [json.dumps(_body(*one)) for one in wanted])


def _body(clock: BillingClock, month: Month) -> dict[str, Any]:
    content = {"partner_id": clock.partner_id, "month": str(month)}
    return {"clientId": clock.client_id, "content": content}

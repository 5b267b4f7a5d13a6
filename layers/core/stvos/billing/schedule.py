"""Who is due: once an hour every partner whose 06:00 on the 1st has come goes on the queue."""

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

    One that is not done within the hour is put there again; the worker stands that.
    """

    def __init__(self, table: Table, queues: Queues, now: Clock = utc_now) -> None:
        self._directory = BillingDirectory(table)
        self._queues = queues
        self._now = now

    @classmethod
    def of_stack(cls) -> Self:
        return cls(Table.of_stack(), SqsQueues.of_stack())

    def queue(self) -> int:
        """Answers how many are due; raises when the queue did not take them all."""
        due = self._directory.due_by(self._now())
        refused = hand_on(self._queues, [(clock, clock.next) for clock in due])
        logger.info("reports due", due=len(due), refused=len(refused))
        if refused:
            raise RuntimeError(f"the queue refused {len(refused)} of {len(due)} partners")
        return len(due)


def hand_on(queues: Queues, wanted: Sequence[tuple[BillingClock, Month]]) -> list[int]:
    """Ask the worker for these partners' reports; answers the places of those not taken."""
    return queues.send(QueueName.BILLING, [json.dumps(_body(*one)) for one in wanted])


def _body(clock: BillingClock, month: Month) -> dict[str, Any]:
    content = {"partner_id": clock.partner_id, "month": str(month)}
    return {"clientId": clock.client_id, "content": content}

"""Where records of the stream go that cannot be read: an alarm watches the queue."""

import json
from typing import Any

from stvos.queues.queues import QueueName, SqsQueues


def set_aside(record: dict[str, Any]) -> None:
    """Keep a record for a person to look at; raises RuntimeError when the queue took nothing."""
    if SqsQueues.of_stack().send(QueueName.STREAM_DEAD_LETTERS, [json.dumps(record)]):
        raise RuntimeError("the queue of dead letters took nothing")

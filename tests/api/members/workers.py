"""Carrying out what lies in the outbox, as the stream, the queues and the workers would."""

import json
from collections.abc import Sequence
from types import ModuleType
from typing import Any

from stvos.dynamodb.changes import Change, ChangeKind
from stvos.dynamodb.keys import Key
from stvos.queues.queues import QueueName
from stvos.queues.routing import ChangeRouter
from tests.world import World


class _Queues:
    """Queues that keep what is put on them."""

    def __init__(self) -> None:
        self.bodies: list[str] = []

    def send(self, queue: QueueName, bodies: Sequence[str]) -> list[int]:
        self.bodies += bodies
        return []


def records(world: World, work: str) -> list[dict[str, Any]]:
    """This brand's messages of a kind, as SQS hands them to a worker."""
    queues = _Queues()
    messages = [item for item in world.outbox() if item["work"] == work]
    ChangeRouter(queues).route(
        Change(ChangeKind.INSERT, Key.of_item(item), None, item, "1") for item in messages
    )
    return [
        {"messageId": str(number), "body": body, "attributes": {}}
        for number, body in enumerate(queues.bodies)
    ]


def work_off(worker: ModuleType, given: list[dict[str, Any]]) -> list[str]:
    """Hand messages to a worker; answers those it gives back."""
    answer = worker.handler({"Records": given}, None)
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def content(record: dict[str, Any]) -> Any:
    return json.loads(record["body"])["content"]

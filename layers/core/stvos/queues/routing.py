"""Which queue a change of the table goes to.

The template's FilterCriteria of `jobs.route_changes` names the same types, so that Lambda is not
started for anything else; a test holds the two together.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from stvos.dynamodb.changes import Change, ChangeKind
from stvos.dynamodb.keys import ClientId
from stvos.dynamodb.outbox import Work
from stvos.queues.queues import QueueName, Queues, SqsQueues

# Kinds of outbox messages that a worker carries out.
WORK: dict[str, QueueName] = {
    Work.MAIL: QueueName.MAIL,
    Work.ERASE: QueueName.ERASE,
    Work.EXPORT: QueueName.EXPORT,
    Work.SPREADSHEET: QueueName.SPREADSHEET,
    Work.PLAN: QueueName.PLAN,
}

# Types of items whose every change makes work for their client: it gets their ids.
TOUCHED: dict[str, QueueName] = {
    "class": QueueName.CATALOGUE,
    "category": QueueName.CATALOGUE,
    "trainer": QueueName.CATALOGUE,
}


@dataclass(slots=True)
class _Message:
    """A message to be put on a queue, and the first change that asks for it."""

    queue: QueueName
    place: int
    change: Change
    body: dict[str, Any] = field(default_factory=dict)


class ChangeRouter:
    """Puts the messages that changes give rise to on their queues."""

    def __init__(self, queues: Queues) -> None:
        self._queues = queues

    @classmethod
    def of_stack(cls) -> Self:
        return cls(SqsQueues.of_stack())

    def route(self, changes: Iterable[Change]) -> Change | None:
        """Send what the changes ask for; answers the first change whose message was not taken."""
        todo = _messages(changes)
        refused: list[_Message] = []
        for queue in dict.fromkeys(message.queue for message in todo):
            messages = [message for message in todo if message.queue is queue]
            places = self._queues.send(queue, [json.dumps(message.body) for message in messages])
            refused += [messages[place] for place in places]
        return min(refused, key=lambda message: message.place).change if refused else None


def _messages(changes: Iterable[Change]) -> list[_Message]:
    """One message for each piece of work, and one for a client however much of it was touched."""
    messages: list[_Message] = []
    of_client: dict[tuple[QueueName, ClientId], _Message] = {}
    for place, change in enumerate(changes):
        if change.type == "outbox":
            queue = WORK.get(change.item["work"])
            if queue and change.kind is ChangeKind.INSERT:
                messages.append(_Message(queue, place, change, _work(change)))
            continue
        queue, tenant = TOUCHED.get(change.type), change.tenant
        if queue is None or tenant is None:
            continue
        message = of_client.get((queue, tenant))
        if message is None:
            body = {"clientId": tenant, "content": {"touched": []}}
            message = of_client[queue, tenant] = _Message(queue, place, change, body)
            messages.append(message)
        touched: list[list[str | int]] = message.body["content"]["touched"]
        if (thing := [change.type, change.item["id"]]) not in touched:
            touched.append(thing)
    return messages


def _work(change: Change) -> dict[str, Any]:
    return {
        "clientId": change.item["client_id"],
        "messageId": change.item["message_id"],
        "createdAt": change.item["created_at"],
        "content": change.item["content"],
    }

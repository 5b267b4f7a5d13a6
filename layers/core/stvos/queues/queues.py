"""Queues that hand work to the workers, each named by an environment variable."""

import os
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, Self

from stvos import aws

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

# What SQS takes in one call: ten messages, together a quarter of a megabyte.
_PER_CALL = 10
_BYTES_PER_CALL = 250_000


class QueueName(StrEnum):
    """The queues of the stack, by the variable that holds the address of each."""

    MAIL = "STVOS_MAIL_QUEUE"
    ERASE = "STVOS_ERASE_QUEUE"
    EXPORT = "STVOS_EXPORT_QUEUE"
    SPREADSHEET = "STVOS_SPREADSHEET_QUEUE"
    PLAN = "STVOS_PLAN_QUEUE"
    CATALOGUE = "STVOS_CATALOGUE_QUEUE"
    BILLING = "STVOS_BILLING_QUEUE"
    DUE = "STVOS_DUE_QUEUE"
    COUNTING = "STVOS_COUNTING_QUEUE"
    STREAM_DEAD_LETTERS = "STVOS_STREAM_DEAD_LETTERS"


class Queues(Protocol):
    """Where messages are put; tests pass their own."""

    def send(self, queue: QueueName, bodies: Sequence[str]) -> list[int]:
        """Put messages on a queue; answers the places of those that it did not take."""
        ...


class DelayedQueues(Protocol):
    """Queues that hold messages back."""

    def send_later(self, queue: QueueName, body: str, seconds: int) -> None:
        """Put a message on a queue that hands it out after some time, 900 s at most. Raises
        RuntimeError when it was not taken.
        """
        ...


class GroupedQueues(Protocol):
    """Queues that hand out the messages of a group one after the other."""

    def send_in_groups(
        self, queue: QueueName, bodies: Sequence[str], groups: Sequence[str]
    ) -> list[int]:
        """Put messages, each with its group, on a queue; answers the places of refused ones."""
        ...


@lru_cache(maxsize=1)
def client() -> "SQSClient":
    return aws.client("sqs")


class SqsQueues:
    """The queues of this stack."""

    def __init__(self, sqs: "SQSClient") -> None:
        self._sqs = sqs

    @classmethod
    def of_stack(cls) -> Self:
        return cls(client())

    def send(self, queue: QueueName, bodies: Sequence[str]) -> list[int]:
        return self._send(queue, bodies, [{} for _ in bodies])

    def send_later(self, queue: QueueName, body: str, seconds: int) -> None:
        if self._send(queue, [body], [{"DelaySeconds": seconds}]):
            raise RuntimeError(f"{queue.name} took no message")

    def send_in_groups(
        self, queue: QueueName, bodies: Sequence[str], groups: Sequence[str]
    ) -> list[int]:
        return self._send(queue, bodies, [{"MessageGroupId": group} for group in groups])

    def _send(
        self, queue: QueueName, bodies: Sequence[str], more: Sequence[dict[str, Any]]
    ) -> list[int]:
        refused: list[int] = []
        for places in _calls(bodies):
            entries: Any = [
                {"Id": str(place), "MessageBody": bodies[place], **more[place]} for place in places
            ]
            answer = self._sqs.send_message_batch(QueueUrl=os.environ[queue], Entries=entries)
            refused += [int(failure["Id"]) for failure in answer.get("Failed", [])]
        return sorted(refused)


def _calls(bodies: Sequence[str]) -> list[list[int]]:
    """The messages' places, cut into what SQS takes in one call."""
    calls: list[list[int]] = [[]]
    size = 0
    for place, body in enumerate(bodies):
        length = len(body.encode())
        if calls[-1] and (len(calls[-1]) == _PER_CALL or size + length > _BYTES_PER_CALL):
            calls.append([])
            size = 0
        calls[-1].append(place)
        size += length
    return calls if bodies else []

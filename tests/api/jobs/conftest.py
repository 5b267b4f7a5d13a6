"""The queues that the jobs put work on and take it from."""

import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest

from stvos.dynamodb.marshal import Item, item_to_wire
from stvos.queues.queues import QueueName
from tests.api.jobs.post import Outgoing

HANDED_OUT_IN_GROUPS = {QueueName.COUNTING, QueueName.DUE}
IN_GROUPS: Any = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}


class TestQueues:
    """Queues of one test, looked into."""

    __test__ = False

    def __init__(self, addresses: dict[QueueName, str]) -> None:
        self._addresses = addresses
        self._sqs = boto3.client("sqs")

    def take(self, queue: QueueName) -> list[dict[str, Any]]:
        """What lies on a queue, as a worker is given it."""
        return [json.loads(record["body"]) for record in self.take_records(queue)]

    def take_records(self, queue: QueueName) -> list[dict[str, Any]]:
        records: list[dict[str, Any]] = []
        while True:
            answer = self._sqs.receive_message(
                QueueUrl=self._addresses[queue], MaxNumberOfMessages=10
            )
            if not answer.get("Messages"):
                return records
            for message in answer["Messages"]:
                records.append({"messageId": message["MessageId"], "body": message["Body"]})
                self._sqs.delete_message(
                    QueueUrl=self._addresses[queue], ReceiptHandle=message["ReceiptHandle"]
                )


@pytest.fixture
def queues(cloud: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestQueues]:
    sqs = boto3.client("sqs")
    addresses = {}
    for name in QueueName:
        plain = name.value.replace("_", "-")
        made = (
            sqs.create_queue(QueueName=f"{plain}.fifo", Attributes=IN_GROUPS)
            if name in HANDED_OUT_IN_GROUPS
            else sqs.create_queue(QueueName=plain)
        )
        addresses[name] = made["QueueUrl"]
        monkeypatch.setenv(name.value, addresses[name])
    yield TestQueues(addresses)
    for address in addresses.values():
        sqs.delete_queue(QueueUrl=address)


class Stream:
    """Stream events, numbered on."""

    def __init__(self) -> None:
        self._told = 0

    def record(self, name: str, *, old: Item | None = None, new: Item | None = None) -> Any:
        """A change of an item, with its keys, as the stream tells it."""
        self._told += 1
        item = new or old or {}
        told: dict[str, Any] = {
            "Keys": {"pk": {"S": item["pk"]}, "sk": {"S": item["sk"]}},
            "SequenceNumber": str(self._told),
        }
        if old:
            told["OldImage"] = item_to_wire(old)
        if new:
            told["NewImage"] = item_to_wire(new)
        return {"eventName": name, "dynamodb": told}

    def inserts(self, *items: Item) -> dict[str, Any]:
        return {"Records": [self.record("INSERT", new=item) for item in items]}


@pytest.fixture
def stream() -> Stream:
    return Stream()


@pytest.fixture
def ses(cloud: None) -> Iterator[Outgoing]:
    client = boto3.client("sesv2")
    client.create_email_identity(EmailIdentity="hello@example.com")
    yield Outgoing()
    client.delete_email_identity(EmailIdentity="hello@example.com")

"""The stream's first reader: outbox messages and catalogue changes on their queues."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from jobs import route_changes
from local import template
from local.place import ROOT
from stvos.clock import utc_now
from stvos.dynamodb.changes import changes_of
from stvos.dynamodb.marshal import Item
from stvos.dynamodb.outbox import Work, message
from stvos.queues import routing
from stvos.queues.queues import QueueName, SqsQueues
from stvos.queues.routing import ChangeRouter
from tests.api.jobs.conftest import Stream, TestQueues
from tests.world import World

NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}


def _outbox(world: World, work: Work, content: dict[str, Any] | None = None) -> Item:
    write = message(world.tenant, work, content or {}, utc_now())
    return write.item | {"pk": write.key.pk, "sk": write.key.sk}


def _thing(world: World, kind: str, number: int, **more: Any) -> Item:
    pk = world.keys.client().pk
    return {"pk": pk, "sk": f"{kind}#{number}", "type": kind, "id": number} | more


def test_the_mail_of_a_registration_gets_to_the_mail_queue(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    world.member("ada@example.com")
    [stored] = world.outbox()

    answer = route_changes.handler(stream.inserts(stored), None)

    assert answer == NOTHING_FAILED
    [told] = queues.take(QueueName.MAIL)
    assert told["clientId"] == world.client.id
    assert told["messageId"] == stored["message_id"]
    assert told["createdAt"] == stored["created_at"]
    assert told["content"]["to"] == "ada@example.com"


def test_each_kind_of_work_has_its_queue_and_none_has_no_one(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    event = stream.inserts(*(_outbox(world, work, {"for": work.value}) for work in Work))

    assert route_changes.handler(event, None) == NOTHING_FAILED

    for name, work in (
        (QueueName.MAIL, "mail"),
        (QueueName.ERASE, "erase"),
        (QueueName.EXPORT, "export"),
        (QueueName.SPREADSHEET, "spreadsheet"),
    ):
        assert [told["content"] for told in queues.take(name)] == [{"for": work}]
    assert queues.take(QueueName.CATALOGUE) == []


def test_every_kind_of_work_is_somebodys_or_nobodys() -> None:
    assert set(routing.WORK) == set(Work) - {Work.NONE}


def test_a_message_is_work_only_when_it_is_new(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    item = _outbox(world, Work.ERASE)
    event = {
        "Records": [
            stream.record("MODIFY", old=item, new=item | {"seen": True}),
            stream.record("REMOVE", old=item),
        ]
    }

    assert route_changes.handler(event, None) == NOTHING_FAILED
    assert queues.take(QueueName.ERASE) == []


def test_a_client_whose_catalogue_changed_gets_one_message_for_a_batch(
    world: World, other_world: World, queues: TestQueues, stream: Stream
) -> None:
    added = _thing(world, "class", 1)
    event = {
        "Records": [
            stream.record("INSERT", new=added),
            stream.record("MODIFY", old=added, new=added | {"name": "x"}),
            stream.record("REMOVE", old=_thing(world, "category", 2)),
            stream.record("INSERT", new=_thing(other_world, "trainer", 3)),
            stream.record("INSERT", new=_thing(world, "limit", 4)),
        ]
    }

    assert route_changes.handler(event, None) == NOTHING_FAILED

    told = {body["clientId"]: body["content"] for body in queues.take(QueueName.CATALOGUE)}
    assert told == {
        world.client.id: {"touched": [["class", 1], ["category", 2]]},
        other_world.client.id: {"touched": [["trainer", 3]]},
    }


def test_more_messages_than_sqs_takes_at_once_all_arrive(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    long = {"text": "x" * 60_000}
    event = stream.inserts(
        *(_outbox(world, Work.MAIL, {"n": n}) for n in range(23)),
        *(_outbox(world, Work.EXPORT, long) for _ in range(6)),
    )

    assert route_changes.handler(event, None) == NOTHING_FAILED

    assert sorted(told["content"]["n"] for told in queues.take(QueueName.MAIL)) == list(range(23))
    assert len(queues.take(QueueName.EXPORT)) == 6


class _RefusingQueues:
    """Takes nothing whose body holds one of these words."""

    def __init__(self, *words: str) -> None:
        self._words = words
        self.sent: list[str] = []

    def send(self, queue: QueueName, bodies: Sequence[str]) -> list[int]:
        refused = [n for n, body in enumerate(bodies) if any(w in body for w in self._words)]
        self.sent += [body for n, body in enumerate(bodies) if n not in refused]
        return refused


def test_what_a_queue_did_not_take_is_told_again_from_the_first_of_them(
    world: World, stream: Stream
) -> None:
    event = stream.inserts(
        _outbox(world, Work.MAIL, {"n": "good"}),
        _outbox(world, Work.EXPORT, {"n": "bad export"}),
        _outbox(world, Work.MAIL, {"n": "bad mail"}),
        _outbox(world, Work.MAIL, {"n": "also good"}),
    )
    queues = _RefusingQueues("bad")

    first = ChangeRouter(queues).route(changes_of(event))

    assert first is not None
    assert first.sequence == event["Records"][1]["dynamodb"]["SequenceNumber"]
    assert len(queues.sent) == 2


def test_a_refused_catalogue_message_is_told_again_whole(world: World, stream: Stream) -> None:
    event = stream.inserts(*(_thing(world, "class", n) for n in (1, 2, 3)))

    first = ChangeRouter(_RefusingQueues("clientId")).route(changes_of(event))

    assert first is not None
    assert first.sequence == event["Records"][0]["dynamodb"]["SequenceNumber"]


def test_queues_that_do_not_answer_fail_the_whole_batch(
    world: World, stream: Stream, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(self: SqsQueues, queue: QueueName, bodies: Sequence[str]) -> list[int]:
        raise ConnectionError

    monkeypatch.setattr(SqsQueues, "send", unreachable)

    with pytest.raises(ConnectionError):
        route_changes.handler(stream.inserts(_outbox(world, Work.MAIL)), None)


def test_lambda_is_started_for_the_types_that_are_routed_and_no_others() -> None:
    resources = template.load(ROOT / "template.yaml")["Resources"]
    events = resources["RouteChangesFunction"]["Properties"]["Events"]
    filters = events["Changes"]["Properties"]["FilterCriteria"]["Filters"]
    outbox, changed, removed = (json.loads(one["Pattern"]) for one in filters)

    assert outbox["eventName"] == ["INSERT"]
    assert outbox["dynamodb"]["NewImage"]["type"]["S"] == ["outbox"]
    assert set(outbox["dynamodb"]["NewImage"]["work"]["S"]) == set(routing.WORK)
    assert set(changed["dynamodb"]["NewImage"]["type"]["S"]) == set(routing.TOUCHED)
    assert removed["eventName"] == ["REMOVE"]
    assert set(removed["dynamodb"]["OldImage"]["type"]["S"]) == set(routing.TOUCHED)


def test_the_function_is_told_every_queue_it_needs() -> None:
    resources = template.load(ROOT / "template.yaml")["Resources"]
    variables = resources["RouteChangesFunction"]["Properties"]["Environment"]["Variables"]

    needed = {*routing.WORK.values(), *routing.TOUCHED.values()}
    assert set(variables) == {name.value for name in needed}

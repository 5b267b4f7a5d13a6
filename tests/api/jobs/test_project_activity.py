"""The stream's second reader: what members watch, and how often classes are started."""

import json
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest

from jobs import count_use, project_activity, rebuild_catalogue
from stvos.catalogue.plays import CROWD_SHARDS, SHARDS, PlayCounts
from stvos.catalogue_search.catalogue_store import CatalogueStore
from stvos.catalogue_search.index import CatalogueIndex
from stvos.clock import day_of, real_now, utc_now
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Item
from stvos.queues.queues import QueueName, SqsQueues
from stvos.viewing.completions import CompletionCounts
from stvos.viewing.models import Session
from stvos.viewing.watched_days import WatchedDays
from tests.api.content.stock import Stock
from tests.api.jobs.conftest import Stream, TestQueues
from tests.viewing_samples import Hands, class_of, session_change, stored
from tests.world import World
from viewing import record_progress, start_session

NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}


def test_what_a_member_watches_reaches_their_day_and_the_class(
    world: World, queues: TestQueues
) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    number = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]["id"]
    states: list[Session | None] = [None, stored(world, member, number)]
    for position in (300, 600):
        body = {"positionSeconds": position, "segments": [[position - 300, position]]}
        clock.call(member, record_progress, 150, id=number, body=body)
        states.append(stored(world, member, number))
    told = [
        session_change(world, member, before, after) for before, after in pairwise(states) if after
    ]

    answers = [
        project_activity.handler({"Records": told}, None),
        project_activity.handler({"Records": told[1:]}, None),
    ]

    assert answers == [NOTHING_FAILED] * 2
    messages = queues.take_records(QueueName.COUNTING)
    assert count_use.handler({"Records": messages}, None) == NOTHING_FAILED
    days = WatchedDays(world.table, world.tenant, UserId(member.id))
    today = day_of(real_now(), "UTC")
    watched = days.seconds(today - timedelta(days=1), today + timedelta(days=1))
    assert sum(watched.values()) == 600
    assert PlayCounts(world.table, world.tenant).totals() == {chosen.id: 1}
    assert CompletionCounts(world.table, world.tenant).totals() == {chosen.id: 1}


def test_an_unreadable_change_is_kept_where_an_alarm_watches(
    world: World, queues: TestQueues
) -> None:
    item: Item = {"pk": f"C#{world.tenant:016d}#U#1", "sk": "SESSION#1"}
    wire = {name: {"S": value} for name, value in item.items()}
    record = {
        "eventName": "INSERT",
        "dynamodb": {
            "Keys": wire,
            "NewImage": wire | {"type": {"S": "session"}},
            "SequenceNumber": "1",
        },
    }

    answer = project_activity.handler({"Records": [record]}, None)

    assert answer == NOTHING_FAILED
    assert json.loads(json.dumps(record)) in queues.take(QueueName.STREAM_DEAD_LETTERS)


def session(world: World, number: int, class_id: int) -> Item:
    now = utc_now()
    started = Session(
        id=number,
        class_id=class_id,
        class_name="Morning Flow",
        duration_seconds=1800,
        zone="UTC",
        started_at=now,
        last_seen_at=now,
    )
    key = world.keys.session(UserId(7), number)
    about = {"pk": key.pk, "sk": key.sk, "type": "session", "user_id": 7}
    return started.to_item() | about


def plays(world: World) -> dict[int, int]:
    return PlayCounts(world.table, world.tenant).totals()


def test_each_started_session_counts_for_its_class(
    world: World, other_world: World, queues: TestQueues, stream: Stream
) -> None:
    event = stream.inserts(
        session(world, 1, 50), session(world, 2, 50), session(other_world, 3, 50)
    )

    assert project_activity.handler(event, None) == NOTHING_FAILED

    assert (plays(world), plays(other_world)) == ({50: 2}, {50: 1})


def test_told_again_in_another_cut_nothing_counts_twice(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    items = [session(world, number, 50 + number % 2) for number in range(1, 8)]

    for part in (items[:4], items, items[2:5], items[::-1]):
        project_activity.handler(stream.inserts(*part), None)

    assert plays(world) == {50: 3, 51: 4}


def test_a_heartbeat_and_an_end_count_nothing(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    item = session(world, 1, 50)
    records = [stream.record("MODIFY", old=item, new=item), stream.record("REMOVE", old=item)]

    project_activity.handler({"Records": records}, None)

    assert plays(world) == {}


def test_a_class_that_many_start_at_once_is_counted_in_several_places(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    for first in range(1, 9):
        items = [session(world, number, 50) for number in range(first, 81, 8)]
        project_activity.handler(stream.inserts(*items), None)

    assert plays(world) == {50: 80}
    assert len(places(world, 50)) == 8


def test_a_class_that_few_start_is_counted_in_few_places(
    world: World, queues: TestQueues, stream: Stream
) -> None:
    for number in range(1, 41):
        project_activity.handler(stream.inserts(session(world, number, 50)), None)

    assert plays(world) == {50: 40}
    assert len(places(world, 50)) == SHARDS


def places(world: World, class_id: int) -> list[int]:
    """The shards in which a class is counted."""
    keys = [world.keys.plays(class_id, shard) for shard in range(CROWD_SHARDS)]
    return [shard for shard, key in enumerate(keys) if world.table.find(key)]


def test_old_counts_are_renewed_when_somebody_plays(
    world: World, queues: TestQueues, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = Stock.of(world)
    added = stock.fitness_class()
    stock.changed()
    event = stream.inserts(session(world, 1, added.id))

    project_activity.handler(event, None)
    assert queues.take(QueueName.CATALOGUE) == [], "the counts are not five minutes old yet"

    monkeypatch.setattr("stvos.catalogue_search.popularity.PLAYS_EVERY", timedelta(0))
    project_activity.handler(event, None)

    [message] = queues.take(QueueName.CATALOGUE)
    assert message == {"clientId": world.client.id, "content": {"touched": []}}
    monkeypatch.setattr("stvos.catalogue_search.projection.PLAYS_EVERY", timedelta(0))
    record = {"messageId": "1", "body": json.dumps(message)}
    assert rebuild_catalogue.handler({"Records": [record]}, None) == NOTHING_FAILED
    store = CatalogueStore.of(world.tenant)
    pointer = store.pointer(consistent=True)
    assert pointer is not None
    assert [
        r.plays for r in CatalogueIndex.open(store.load(pointer) or b"").catalogue().classes
    ] == [1]


def test_a_renewal_that_the_queue_does_not_take_is_told_again(
    world: World, queues: TestQueues, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    Stock.of(world).changed()
    monkeypatch.setattr("stvos.catalogue_search.popularity.PLAYS_EVERY", timedelta(0))
    monkeypatch.setattr(SqsQueues, "send", lambda self, queue, bodies: [0])
    event = stream.inserts(session(world, 1, 5), session(world, 2, 5))

    answer = project_activity.handler(event, None)

    first = event["Records"][0]["dynamodb"]["SequenceNumber"]
    assert answer == {"batchItemFailures": [{"itemIdentifier": first}]}
    assert plays(world) == {5: 2}

"""The stream's second reader: what members watch, as it ends up in the table."""

import json
from datetime import timedelta
from itertools import pairwise
from typing import Any

from jobs import project_activity
from stvos.clock import day_of, real_now
from stvos.content.plays import PlayCounts
from stvos.jobs.queues import QueueName
from stvos.keys import UserId
from stvos.table import Item
from stvos.viewing.completions import CompletionCounts
from stvos.viewing.models import Session
from stvos.viewing.watched_days import WatchedDays
from tests.viewing_samples import Hands, class_of, session_change, stored
from tests.world import World
from viewing import record_progress, start_session


def test_what_a_member_watches_reaches_their_day_and_the_class(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    number = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]["id"]
    states: list[Session | None] = [None, stored(world, member, number)]
    for position in (300, 600):
        body = {"positionSeconds": position, "segments": [[position - 300, position]]}
        clock.call(member, record_progress, 150, id=number, body=body)
        states.append(stored(world, member, number))
    told = [
        session_change(world, member, before, after)
        for before, after in pairwise(states)
        if after
    ]

    answers = [
        project_activity.handler({"Records": told}, None),
        project_activity.handler({"Records": told[1:]}, None),
    ]

    assert answers == [{"batchItemFailures": []}] * 2
    days = WatchedDays(world.table, world.tenant, UserId(member.id))
    today = day_of(real_now(), "UTC")
    watched = days.seconds(today - timedelta(days=1), today + timedelta(days=1))
    assert sum(watched.values()) == 600
    assert PlayCounts(world.table, world.tenant).totals() == {chosen.id: 1}
    assert CompletionCounts(world.table, world.tenant).totals() == {chosen.id: 1}


def test_an_unreadable_change_is_kept_where_an_alarm_watches(world: World, queues: Any) -> None:
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

    assert answer == {"batchItemFailures": []}
    assert json.loads(json.dumps(record)) in queues.take(QueueName.STREAM_DEAD_LETTERS)

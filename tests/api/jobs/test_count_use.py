"""Queue of announcements: what members watched and did is counted a little later."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs import count_use, project_activity
from stvos.clock import day_of
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.marshal import item_to_wire
from stvos.dynamodb.table import Table, put
from stvos.queues.queues import QueueName
from stvos.usage.counters import Use
from stvos.viewing.models import Session
from stvos.viewing.stream_marks import marked
from stvos.viewing.watched_days import WatchedDays
from tests.api.jobs.conftest import TestQueues
from tests.usage_samples import Company
from tests.viewing_samples import session_change
from tests.world import Member, World

NOTHING_FAILED: dict[str, Any] = {"batchItemFailures": []}
NOON = datetime(2026, 1, 20, 12, tzinfo=UTC)


@pytest.fixture
def company(world: World, queues: TestQueues) -> Company:
    return Company(world)


def let_through(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the stream's filter in the template lets through of a session's changes."""
    return [
        record
        for record in records
        if record["eventName"] == "INSERT"
        or record["dynamodb"]["NewImage"].get("stream_mark") is not None
    ]


def watch(company: Company, member: Member, beats: int) -> list[dict[str, Any]]:
    """The records of a session with a heartbeat each 30 seconds, stored as it is in the end."""
    world, records = company.world, []
    before: Session | None = None
    session = company.started(NOON, 7, None)
    for number in range(beats + 1):
        if before:
            at = NOON + timedelta(seconds=30 * number)
            session = marked(before, company.after(before, 30, 30, completes=False), at)
        record = session_change(world, member, before, session)
        record["dynamodb"]["NewImage"] = item_to_wire(
            session.to_item()
            | {"pk": "", "sk": "", "type": "session", "user_id": member.id}
            | {name: value["S"] for name, value in record["dynamodb"]["Keys"].items()}
        )
        records.append(record)
        before = session
    key = world.keys.session(UserId(member.id), session.id)
    world.table.write(put(key, session.to_item() | {"type": "session", "user_id": member.id}))
    return records


def announce(queues: TestQueues, records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    assert project_activity.handler({"Records": records}, None) == NOTHING_FAILED
    return queues.take_records(QueueName.COUNTING)


def counted(company: Company) -> Use:
    return company.counters.days(NOON.date(), NOON.date()).get(NOON.date(), Use())


def test_of_heartbeats_in_a_quiet_time_one_is_announced_and_all_are_counted(
    company: Company, queues: TestQueues
) -> None:
    eva = company.member(NOON)
    records = let_through(watch(company, eva, 7))
    assert len(records) == 3  # The start, and heartbeats 90 and 180 seconds after it.

    [message] = announce(queues, records[:1])
    assert count_use.handler({"Records": [message]}, None) == NOTHING_FAILED

    assert counted(company) == Use(joined=1, active=1, plays=1, latest=1, watched_ms=210_000)
    days = WatchedDays(company.world.table, company.world.tenant, UserId(eva.id))
    assert days.seconds(NOON.date(), NOON.date()) == {NOON.date(): 210}

    later = announce(queues, records[1:])
    assert count_use.handler({"Records": [*later, message, *later]}, None) == NOTHING_FAILED
    assert counted(company) == Use(joined=1, active=1, plays=1, latest=1, watched_ms=210_000)


def test_what_is_stored_no_more_counts_as_it_was_announced(
    company: Company, queues: TestQueues
) -> None:
    eva = company.member(NOON)
    messages = announce(queues, company.watched(eva, NOON, [(60, 60), (60, 60)]))

    assert count_use.handler({"Records": messages}, None) == NOTHING_FAILED

    assert counted(company) == Use(joined=1, active=1, plays=1, latest=1, watched_ms=120_000)


def test_a_member_without_a_partner_has_watched_days(
    company: Company, queues: TestQueues, world: World
) -> None:
    member = world.member()
    alone = company.started(NOON, 7, None).model_copy(update={"partner": None})
    watched = alone.model_copy(update={"days": {"2026-01-20": 45_000}})
    messages = announce(queues, [session_change(world, member, alone, watched)])

    assert count_use.handler({"Records": messages}, None) == NOTHING_FAILED

    days = WatchedDays(world.table, world.tenant, UserId(member.id))
    assert days.seconds(NOON.date(), NOON.date()) == {NOON.date(): 45}


def test_members_of_one_part_of_a_partner_s_counters_are_in_one_message_group(
    company: Company, queues: TestQueues
) -> None:
    people = [company.told_of(company.account(NOON)) for _ in range(12)]
    records = [company.joined(person) for person in people]

    found = [
        {one["user"] for one in json.loads(message["body"])["announcements"]}
        for message in announce(queues, records)
    ]

    assert sorted(len(group) for group in found) == sorted(
        sum(person.id % 4 == shard for person in people)
        for shard in {person.id % 4 for person in people}
    )


def test_a_message_that_fails_comes_again_and_is_set_aside_in_the_end(
    company: Company, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    eva = company.member(NOON)
    [message] = announce(queues, [company.logged(eva, NOON)])

    def refuse(self: Table, *writes: Any) -> None:
        raise RuntimeError("no writes today")

    with monkeypatch.context() as patched:
        patched.setattr(Table, "transact", refuse)
        for delivery, again in ((1, [message["messageId"]]), (2, [message["messageId"]]), (3, [])):
            record = message | {"attributes": {"ApproximateReceiveCount": str(delivery)}}
            answer = count_use.handler({"Records": [record]}, None)
            assert [one["itemIdentifier"] for one in answer["batchItemFailures"]] == again

    [kept] = queues.take(QueueName.STREAM_DEAD_LETTERS)
    assert count_use.handler({"Records": [kept]}, None) == NOTHING_FAILED
    assert counted(company).logs == 1


def test_a_message_that_cannot_be_read_is_set_aside_and_holds_up_none(
    company: Company, queues: TestQueues
) -> None:
    eva = company.member(NOON)
    [good] = announce(queues, [company.logged(eva, NOON)])
    broken = {"messageId": "b", "body": '{"announcements": [{"tenant": 1}]}'}

    assert count_use.handler({"Records": [broken, good]}, None) == NOTHING_FAILED

    assert queues.take(QueueName.STREAM_DEAD_LETTERS) == [broken]
    assert counted(company).logs == 1


def test_the_day_is_the_partner_s_whenever_it_is_counted(world: World, queues: TestQueues) -> None:
    company = Company(world, "Pacific/Auckland")
    eva = company.member(NOON)
    messages = announce(queues, [company.logged(eva, NOON)])

    count_use.handler({"Records": messages}, None)

    day = day_of(NOON, "Pacific/Auckland")
    assert company.counters.days(day, day)[day].logs == 1

"""What comes by itself with a subscription, by the schedule and the worker of due work."""

from datetime import datetime, timedelta
from typing import Any

from jobs import find_due, handle_due
from my_bookings import pause_subscription, resume_subscription
from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import Item
from stvos.queues.queues import QueueName
from tests.api.jobs.conftest import TestQueues
from tests.api.programmes.world import (
    NOON,
    days_later,
    followed,
    member_in,
    move,
    new_coach,
    on,
    shown,
    week,
)
from tests.world import Member, World
from trainer_portal import change_programme, list_subscribers


def at(days: int, hours: int = 0) -> datetime:
    """Midnight in UTC of a day after the first one, and some hours."""
    return NOON + timedelta(days=days, hours=hours - 12)


def work(queues: TestQueues, when: datetime) -> int:
    """Do what is due by then; answers how many items were."""
    with standing(when):
        find_due.handler({}, None)
        records = [
            record | {"attributes": {"ApproximateReceiveCount": "1"}}
            for record in queues.take_records(QueueName.DUE)
        ]
        assert handle_due.handler({"Records": records * 2}, None) == {"batchItemFailures": []}
    return len(records)


def stored(world: World, member: Member, subscription: dict[str, Any]) -> Item:
    key = world.keys.subscription(UserId(member.id), subscription["id"])
    item = world.table.find(key)
    assert item is not None
    return item


def test_a_programme_completes_when_its_last_day_is_over(world: World, queues: TestQueues) -> None:
    member, coach = member_in(world, "America/New_York"), new_coach(world)
    programme = coach.programme()
    with days_later(0):
        subscription = followed(member, programme)

    # In New York it is still the last day, on which the clocks went forward.
    assert work(queues, at(14, 3)) == 0
    assert work(queues, at(14, 4)) == 1

    item = stored(world, member, subscription)
    assert (item["status"], item["ended_on"]) == ("completed", on(13))
    assert "gsi1pk" not in item
    with days_later(40):
        assert (shown(member)["status"], shown(member)["endsOn"]) == ("completed", on(13))
        [row] = coach.call(list_subscribers, id=programme).data["items"]
    assert (row["status"], row["dayIndex"]) == ("completed", 14)
    assert not list(world.table.all(world.keys.live_subscribers(programme)))
    assert work(queues, at(40)) == 0


def test_a_pause_ends_on_its_date_and_the_programme_later(world: World, queues: TestQueues) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
    with days_later(3):
        member.call(pause_subscription, id=subscription["id"], body={"until": on(10)})

    assert work(queues, at(9, 23)) == 0
    assert work(queues, at(10)) == 1
    item = stored(world, member, subscription)
    assert item["status"] == "active"
    assert "paused_at" not in item
    assert work(queues, at(20, 23)) == 0
    assert work(queues, at(21)) == 1
    assert stored(world, member, subscription)["ended_on"] == on(20)


def test_an_open_pause_waits_for_the_member(world: World, queues: TestQueues) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
        member.call(pause_subscription, id=subscription["id"], body={})

    assert work(queues, at(300)) == 0
    with days_later(300):
        member.call(resume_subscription, id=subscription["id"], body={})
    assert work(queues, at(314)) == 1
    assert stored(world, member, subscription)["status"] == "completed"


def test_work_that_comes_days_late_stores_what_readers_saw(
    world: World, queues: TestQueues
) -> None:
    member = world.member()
    with days_later(0):
        subscription = followed(member, new_coach(world).programme())
        member.call(pause_subscription, id=subscription["id"], body={"until": on(2)})
    with days_later(30):
        seen = shown(member)

    assert work(queues, at(30)) == 1

    with days_later(30):
        assert shown(member) == seen
    assert stored(world, member, subscription)["ended_on"] == seen["endsOn"] == on(15)


def test_a_member_who_moved_west_completes_by_their_new_clock(
    world: World, queues: TestQueues
) -> None:
    member = member_in(world, "Pacific/Auckland")
    with days_later(0):  # Tomorrow, there.
        subscription = followed(member, new_coach(world).programme())
    move(member, "America/Los_Angeles")

    assert work(queues, at(14, 11)) == 1
    assert stored(world, member, subscription)["status"] == "active"
    assert work(queues, at(15, 6)) == 0
    assert work(queues, at(15, 7)) == 1
    assert stored(world, member, subscription)["ended_on"] == on(14)


def test_a_programme_that_grew_meanwhile_is_completed_later(
    world: World, queues: TestQueues
) -> None:
    member, coach = world.member(), new_coach(world)
    programme = coach.programme()
    with days_later(0):
        subscription = followed(member, programme)
    coach.call(change_programme, id=programme, body={"weeks": [week(1), week(2), week(3)]})

    assert work(queues, at(14)) == 1
    assert stored(world, member, subscription)["status"] == "active"
    assert work(queues, at(21)) == 1
    assert stored(world, member, subscription)["ended_on"] == on(20)

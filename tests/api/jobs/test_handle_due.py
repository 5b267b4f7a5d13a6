"""The worker of due work."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from jobs import find_due, handle_due
from stvos.clock import standing
from stvos.dynamodb.table import delete
from stvos.queues.queues import QueueName
from stvos.queues.worker import LAST_DELIVERY
from tests.api.jobs.conftest import TestQueues
from tests.due_samples import RingingClock, enter
from tests.world import World

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def sweep(queues: TestQueues, when: datetime) -> list[dict[str, Any]]:
    """The messages that the schedule makes at that time."""
    with standing(when):
        find_due.handler({}, None)
    return queues.take_records(QueueName.DUE)


def handle(records: list[dict[str, Any]], when: datetime, delivery: int = 1) -> int:
    """Give the worker a batch; answers how many it gives back."""
    count = {"attributes": {"ApproximateReceiveCount": str(delivery)}}
    with standing(when):
        answer = handle_due.handler({"Records": [record | count for record in records]}, None)
    return len(answer["batchItemFailures"])


@pytest.fixture(autouse=True)
def clocks_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    enter(monkeypatch)


def test_the_domain_does_what_is_due_and_sets_the_next_time(
    world: World, queues: TestQueues
) -> None:
    clock = RingingClock.set_to(world, NOON, NOON + HOUR)

    assert handle(sweep(queues, NOON), NOON) == 0

    assert clock.rung == 1
    assert sweep(queues, NOON + HOUR / 2) == []
    assert handle(sweep(queues, NOON + HOUR), NOON + HOUR) == 0
    assert clock.rung == 2
    assert "gsi1pk" not in clock.item
    assert sweep(queues, NOON + 9 * HOUR) == []


def test_after_an_outage_all_that_came_is_done_in_one_go(world: World, queues: TestQueues) -> None:
    clock = RingingClock.set_to(world, NOON, NOON + HOUR, NOON + 2 * HOUR, NOON + 9 * HOUR)
    late = NOON + 3 * HOUR

    assert handle(sweep(queues, late), late) == 0

    assert clock.rung == 3


def test_a_message_that_comes_twice_or_late_is_done_once(world: World, queues: TestQueues) -> None:
    clock = RingingClock.set_to(world, NOON, NOON + HOUR)
    records = sweep(queues, NOON)

    assert handle([*records, *records], NOON) == 0
    assert handle(records, NOON + HOUR) == 0

    assert clock.rung == 1


def test_a_message_for_an_item_that_was_moved_meanwhile_does_nothing(
    world: World, queues: TestQueues
) -> None:
    clock = RingingClock.set_to(world, NOON)
    records = sweep(queues, NOON)
    clock.move_to(NOON + HOUR)

    assert handle(records, NOON) == 0
    assert clock.rung == 0


def test_a_message_for_an_item_that_is_gone_does_nothing(world: World, queues: TestQueues) -> None:
    clock = RingingClock.set_to(world, NOON)
    records = sweep(queues, NOON)
    world.table.write(delete(clock.key))

    assert handle(records, NOON) == 0
    assert world.table.find(clock.key) is None


def test_one_that_fails_is_given_back_alone(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks = [RingingClock.set_to(world, NOON) for _ in range(3)]
    records = sweep(queues, NOON)
    clocks[1].table.write(delete(clocks[1].key))
    broken = [r for r in records if clocks[0].key.pk in r["body"]]
    enter(monkeypatch, "fail")
    assert handle(broken, NOON) == 1
    enter(monkeypatch)

    assert handle(records, NOON) == 0
    assert [clocks[0].rung, clocks[2].rung] == [1, 1]


def test_an_item_that_cannot_be_done_rests_for_an_hour_after_the_last_delivery(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = RingingClock.set_to(world, NOON)
    records = sweep(queues, NOON)
    enter(monkeypatch, "fail")
    for delivery in range(1, LAST_DELIVERY + 1):
        assert clock.item["gsi1sk"].startswith("0001777896000000#")
        assert handle(records, NOON, delivery) == 1

    assert sweep(queues, NOON + HOUR - timedelta(seconds=1)) == []
    enter(monkeypatch)
    assert handle(sweep(queues, NOON + HOUR), NOON + HOUR) == 0
    assert clock.rung == 1


def test_an_item_that_was_moved_while_it_failed_does_not_rest(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = RingingClock.set_to(world, NOON)
    records = sweep(queues, NOON)
    soon = NOON + timedelta(minutes=5)

    def failing(table: Any, key: Any, now: Any) -> None:
        clock.move_to(soon)
        raise ValueError

    monkeypatch.setattr("tests.due_samples.fail", failing)
    enter(monkeypatch, "fail")
    assert handle(records, NOON, LAST_DELIVERY) == 1

    assert len(sweep(queues, soon)) == 1


def test_a_type_that_no_domain_entered_fails_and_is_seen(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    RingingClock.set_to(world, NOON)
    records = sweep(queues, NOON)
    monkeypatch.undo()

    assert handle(records, NOON) == 1

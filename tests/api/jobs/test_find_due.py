"""The schedule of each minute: what has become due."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from jobs import find_due
from stvos.clock import standing
from stvos.due import sweep
from stvos.due.sweep import DueSweep
from stvos.dynamodb.keys import DUE_SHARDS
from stvos.queues.queues import QueueName
from tests.api.jobs.conftest import TestQueues
from tests.due_samples import TYPE, RingingClock
from tests.world import World

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def found(queues: TestQueues, when: datetime) -> list[list[str]]:
    """The keys of what the schedule queues at that time."""
    with standing(when):
        find_due.handler({}, None)
    return [
        [message["content"]["place"][name] for name in ("pk", "sk")]
        for message in queues.take(QueueName.DUE)
    ]


def test_an_item_is_found_from_its_due_time_on(world: World, queues: TestQueues) -> None:
    clock = RingingClock.set_to(world, NOON)

    assert found(queues, NOON - timedelta(milliseconds=1)) == []
    assert found(queues, NOON) == [[clock.key.pk, clock.key.sk]]


def test_items_of_every_shard_and_brand_are_found(
    world: World, other_world: World, queues: TestQueues
) -> None:
    clocks = [RingingClock.set_to(brand, NOON) for brand in (world, other_world) for _ in range(40)]
    assert {clock.id % DUE_SHARDS for clock in clocks} == set(range(DUE_SHARDS))

    assert sorted(found(queues, NOON)) == sorted([clock.key.pk, clock.key.sk] for clock in clocks)


def test_the_message_says_which_brand_s_item_it_is_and_of_what_type(
    world: World, queues: TestQueues
) -> None:
    clock = RingingClock.set_to(world, NOON)
    with standing(NOON):
        assert find_due.handler({}, None) == {"due": 1}

    [message] = queues.take(QueueName.DUE)

    assert message["clientId"] == world.client.id
    assert message["content"] == {
        "type": TYPE,
        "place": {name: clock.item[name] for name in ("pk", "sk", "gsi1pk", "gsi1sk")},
    }


def test_an_item_that_is_moved_is_found_at_its_new_time_alone(
    world: World, queues: TestQueues
) -> None:
    clock = RingingClock.set_to(world, NOON)

    clock.move_to(NOON + MINUTE)

    assert found(queues, NOON) == []
    assert len(found(queues, NOON + MINUTE)) == 1


def test_an_item_with_nothing_to_do_is_not_found(world: World, queues: TestQueues) -> None:
    clock = RingingClock.set_to(world, NOON)

    clock.move_to()

    assert found(queues, NOON + timedelta(days=400)) == []


def test_what_waits_in_the_queue_is_not_queued_twice(world: World, queues: TestQueues) -> None:
    RingingClock.set_to(world, NOON)

    with standing(NOON):
        find_due.handler({}, None)
        find_due.handler({}, None)

    assert len(queues.take(QueueName.DUE)) == 1


def test_a_sweep_queues_the_longest_due_of_a_shard_first(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweep, "MOST", 1)
    clocks = [RingingClock.set_to(world, NOON - number * MINUTE) for number in range(30)]
    oldest = {clock.id % DUE_SHARDS: clock for clock in clocks}  # Later ones are due earlier.

    assert sorted(found(queues, NOON)) == sorted([c.key.pk, c.key.sk] for c in oldest.values())


def test_what_the_queue_does_not_take_is_an_error_that_is_seen(world: World) -> None:
    RingingClock.set_to(world, NOON)

    class Refusing:
        def send_in_groups(
            self, queue: QueueName, bodies: Sequence[str], groups: Sequence[str]
        ) -> list[int]:
            return list(range(len(bodies)))

    with pytest.raises(RuntimeError, match="refused 1 of 1"):
        DueSweep(world.table, Refusing(), lambda: NOON).queue()

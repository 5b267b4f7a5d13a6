"""Due work of group classes: what a request began and did not finish."""

from datetime import timedelta

import pytest

from stvos.clock import utc_now
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_due_bookings import do_due
from tests.api.trainer_portal.test_group_class_series import listed, weekly
from tests.api.trainers.bookings import at, written
from tests.api.trainers.crashes import dying_after
from tests.api.trainers.group_classes import create
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import cancel_group_class, change_group_class


def nothing_is_left(queues: TestQueues) -> None:
    """What is due by now is done, what came of that too, and nothing remains."""
    for minutes in (9, 10):
        do_due(queues, utc_now() + timedelta(minutes=minutes))
    assert do_due(queues, utc_now() + timedelta(minutes=20)) == 0


@pytest.mark.parametrize("transactions", [0, 1, 2])
def test_what_a_crash_leaves_of_a_series_is_no_class_and_is_undone(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    trainer = new_trainer(world)
    with dying_after(transactions, monkeypatch):
        create(trainer, at(3, 9), **weekly(count=40))

    assert listed(trainer) == []
    do_due(queues, utc_now() + timedelta(minutes=3))
    assert create(trainer, at(3, 9), **weekly(count=40)).status == 201
    nothing_is_left(queues)


@pytest.mark.parametrize("transactions", [0, 2])
def test_a_series_that_was_cancelled_half_is_cancelled_to_its_end(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), **weekly(count=5)).data["classes"]
    with dying_after(transactions, monkeypatch):
        query = {"scope": "following"}
        trainer.call(cancel_group_class, id=made[1]["id"], query=query)

    do_due(queues, utc_now() + timedelta(minutes=3))
    assert [each["status"] for each in listed(trainer)] == ["scheduled", *["cancelled"] * 4]
    nothing_is_left(queues)


@pytest.mark.parametrize("transactions", [0, 2])
def test_a_series_that_was_moved_half_is_moved_to_its_end(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), **weekly(count=5)).data["classes"]
    with dying_after(transactions, monkeypatch):
        body = {"startsAt": written(at(10, 11)), "scope": "following"}
        trainer.call(change_group_class, id=made[1]["id"], body=body)

    do_due(queues, utc_now() + timedelta(minutes=3))
    times = [each["startsAt"][11:16] for each in listed(trainer)]
    assert times == ["09:00", *["11:00"] * 4]
    nothing_is_left(queues)


def test_a_change_after_a_crash_finishes_the_one_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), **weekly(count=5)).data["classes"]
    with dying_after(2, monkeypatch):
        body = {"startsAt": written(at(3, 11)), "scope": "following"}
        trainer.call(change_group_class, id=made[0]["id"], body=body)
    body = {"name": "Power", "scope": "following"}
    trainer.call(change_group_class, id=made[1]["id"], body=body)

    assert [each["startsAt"][11:16] for each in listed(trainer)] == ["11:00"] * 5
    assert [each["name"] for each in listed(trainer)] == ["Morning Flow", *["Power"] * 4]


def test_cancelling_after_a_crash_finishes_the_change_before_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), **weekly(count=5)).data["classes"]
    with dying_after(2, monkeypatch):
        body = {"startsAt": written(at(3, 11)), "scope": "following"}
        trainer.call(change_group_class, id=made[0]["id"], body=body)
    for _ in range(2):
        query = {"scope": "following"}
        trainer.call(cancel_group_class, id=made[3]["id"], query=query)

    assert [each["startsAt"][11:16] for each in listed(trainer)] == ["11:00"] * 5
    statuses = [each["status"] for each in listed(trainer)]
    assert statuses == [*["scheduled"] * 3, *["cancelled"] * 2]

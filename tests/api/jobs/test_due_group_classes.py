"""Due work of group classes: what a request began and did not finish."""

from datetime import timedelta

import pytest

from stvos.clock import utc_now
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_due_bookings import do_due
from tests.api.trainer_portal.test_group_class_series import listed, weekly
from tests.api.trainers.bookings import at
from tests.api.trainers.crashes import dying_after
from tests.api.trainers.group_classes import create
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import cancel_group_class


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
    assert do_due(queues, utc_now() + timedelta(minutes=9)) == 0


@pytest.mark.parametrize("transactions", [0, 2])
def test_a_series_that_was_cancelled_half_is_cancelled_to_its_end(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch, transactions: int
) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), **weekly(count=5)).data["classes"]
    with dying_after(transactions, monkeypatch):
        query = {"scope": "following"}
        trainer.call(cancel_group_class, id=made[1]["id"], query=query)

    # The series, and the seats of what was cancelled before the crash; then those of the rest.
    assert do_due(queues, utc_now() + timedelta(minutes=3)) == 1 + transactions
    assert [each["status"] for each in listed(trainer)] == ["scheduled", *["cancelled"] * 4]
    assert do_due(queues, utc_now() + timedelta(minutes=9)) == 4 - transactions
    assert do_due(queues, utc_now() + timedelta(minutes=15)) == 0

"""Work about a class that is done by several workers in the same moment mails each member once."""

from collections import Counter
from datetime import timedelta
from functools import partial
from typing import Any

from stvos.clock import utc_now
from stvos.errors import Conflict
from stvos.group_classes import due_seats
from stvos.group_classes.reminders import ClassReminders
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created, joined, leave
from tests.api.trainers.world import new_trainer
from tests.races.conftest import all_at_once
from tests.races.test_group_classes import class_of, expect_exact_counts, seats_of
from tests.world import World
from trainer_portal import cancel_group_class

DAY = timedelta(hours=24)


def mailed(world: World, template: str) -> Counter[int]:
    return Counter(mail["to_user"] for mail in world.mails() if mail["template"] == template)


def test_a_class_that_several_workers_empty_is_said_to_be_off_once(race_world: World) -> None:
    trainer = new_trainer(race_world)
    class_id = created(trainer, at(3, 9), capacity=150)
    members = joined(race_world, class_id, 20)
    trainer.call(cancel_group_class, id=class_id)
    keys = [race_world.keys.seat_count(class_id, shard) for shard in (0, 1)]
    work = partial(due_seats.do_due, race_world.table)
    all_at_once([partial(work, key, utc_now()) for key in keys for _ in range(4)])

    assert mailed(race_world, "class_cancelled") == Counter(member.id for member in members)
    assert {seat.status.value for seat in seats_of(race_world, class_id)} == {"cancelled"}


def test_members_are_reminded_once_though_workers_overlap_and_some_leave(
    race_world: World,
) -> None:
    class_id = created(new_trainer(race_world), at(3, 9), capacity=150)
    members = joined(race_world, class_id, 20)
    leaving = members[:6]

    def remind() -> None:
        try:
            ClassReminders(race_world.table, race_world.tenant, at(2, 9)).do(class_id)
        except Conflict:
            return  # The class was noted by another: the queue would deliver it again.

    requests: list[Any] = [partial(leave, member, class_id) for member in leaving]
    all_at_once([*[remind] * 4, *requests])

    found = mailed(race_world, "class_day_reminder")
    assert set(found.values()) == {1}
    assert {member.id for member in members[6:]} <= set(found)
    held = expect_exact_counts(race_world, class_id, members)
    assert held == {"confirmed": 14, "cancelled": 6}
    assert class_of(race_world, class_id).reminded_until == at(2, 9)

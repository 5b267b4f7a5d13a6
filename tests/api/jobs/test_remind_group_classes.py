"""Due work of group classes: those with a seat are reminded a day and an hour before."""

from collections import Counter
from datetime import timedelta

import pytest

from stvos.clock import standing
from stvos.group_classes import reminders
from stvos.group_classes.due import latest_reminder
from stvos.group_classes.reminder_repository import ReminderRepository
from stvos.group_classes.repository import GroupClassRepository
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.post import Outgoing
from tests.api.jobs.test_due_bookings import DAY, HOUR, START, do_due
from tests.api.jobs.test_handle_due import handle, sweep
from tests.api.jobs.test_send_mail_about_bookings import deliver, to
from tests.api.jobs.test_send_mail_about_classes import about_classes
from tests.api.trainers.group_classes import created, join, joined, leave
from tests.api.trainers.world import new_trainer
from tests.world import Member, World
from trainer_portal import cancel_group_class

SECOND = timedelta(seconds=1)


def reminded(world: World) -> dict[str, Counter[int]]:
    """How often each member was reminded, by the reminder."""
    found: dict[str, Counter[int]] = {"day": Counter(), "hour": Counter()}
    for mail in world.mails():
        if mail["template"].endswith("_reminder"):
            found[mail["template"].split("_")[1]][mail["to_user"]] += 1
    return found


def once(*members: Member) -> Counter[int]:
    return Counter(member.id for member in members)


def test_those_with_a_seat_are_reminded_of_each_time_once(world: World, queues: TestQueues) -> None:
    class_id = created(new_trainer(world), START, capacity=2)
    first, second, _waiting = joined(world, class_id, 3)

    assert do_due(queues, START - DAY - SECOND) == 1  # The waitlist is looked at, once.
    day = sweep(queues, START - DAY)
    assert handle([*day, *day], START - DAY) == 0
    assert reminded(world) == {"day": once(first, second), "hour": once()}
    assert do_due(queues, START - HOUR - SECOND) == 0
    hour = sweep(queues, START - HOUR)
    assert handle([*hour, *day, *hour], START - HOUR) == 0

    assert do_due(queues, START + DAY) == 1  # It is decided who attended.
    assert do_due(queues, START + 2 * DAY) == 0
    assert reminded(world) == {"day": once(first, second), "hour": once(first, second)}


def test_a_large_class_is_reminded_in_turns_of_which_one_may_be_lost(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reminders, "MOST", 4)
    monkeypatch.setattr(reminders, "_A_PAGE", 3)
    monkeypatch.setattr(reminders, "_TOGETHER", 2)
    class_id = created(new_trainer(world), START, capacity=150)
    members = joined(world, class_id, 11)
    group_class = GroupClassRepository(world.table, world.tenant).require(class_id)

    work = reminders.ClassReminders(world.table, world.tenant, START - DAY)
    reminder = latest_reminder(group_class, START - DAY)
    work._turn(group_class, reminder)  # It dies before it notes how far it came.
    turns = 0
    while do_due(queues, START - DAY + turns * SECOND):
        turns += 1

    assert turns >= 2
    assert reminded(world)["day"] == once(*members)


def test_who_left_or_just_joined_is_not_reminded(world: World, queues: TestQueues) -> None:
    class_id = created(new_trainer(world), START, capacity=9)
    held, left = joined(world, class_id, 2)
    leave(left, class_id)
    late = world.member()
    with standing(START - DAY + SECOND):
        join(late, class_id)

    do_due(queues, START - DAY + 2 * SECOND)
    assert reminded(world)["day"] == once(held)
    do_due(queues, START - HOUR)
    assert reminded(world)["hour"] == once(held, late)


def test_one_who_leaves_while_all_are_reminded_keeps_no_one_from_it(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    class_id = created(new_trainer(world), START, capacity=9)
    members = joined(world, class_id, 4)
    asked = ReminderRepository.seats

    def leaves_meanwhile(*args: object) -> object:
        answer = asked(*args)  # type: ignore[arg-type]
        leave(members[1], class_id)
        return answer

    monkeypatch.setattr(ReminderRepository, "seats", leaves_meanwhile)
    do_due(queues, START - DAY)

    assert reminded(world)["day"] == once(members[0], *members[2:])


def test_nobody_is_reminded_of_a_class_that_was_cancelled(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, START)
    joined(world, class_id, 2)
    trainer.call(cancel_group_class, id=class_id)
    do_due(queues, START - DAY)

    assert reminded(world) == {"day": once(), "hour": once()}
    assert do_due(queues, START) == 0


def test_after_an_outage_one_reminder_is_sent_before_the_start_and_none_after(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    [soon] = joined(world, created(trainer, START), 1)
    [over] = joined(world, created(trainer, START - 4 * HOUR), 1)
    while do_due(queues, START - HOUR / 2):
        pass

    assert reminded(world) == {"day": once(), "hour": once(soon)}
    assert over.id not in reminded(world)["hour"]


def test_a_class_of_the_last_day_is_reminded_of_an_hour_before(
    world: World, queues: TestQueues
) -> None:
    with standing(START - 5 * HOUR):
        [member] = joined(world, created(new_trainer(world), START), 1)

    assert do_due(queues, START - 4 * HOUR) == 0
    do_due(queues, START - HOUR)
    assert reminded(world) == {"day": once(), "hour": once(member)}


def test_who_turned_notifications_off_gets_no_reminder(
    world: World, queues: TestQueues, ses: Outgoing
) -> None:
    class_id = created(new_trainer(world), START)
    quiet = world.member(settings={"notifications": False})
    join(quiet, class_id)
    do_due(queues, START - DAY)
    deliver(world, *about_classes(world))

    [mail] = to(ses, quiet.email)
    assert mail["Subject"].strip().startswith("Confirmed:")

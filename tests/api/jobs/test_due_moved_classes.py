"""Due work of classes that moved: their members move along, or are told why they cannot."""

from datetime import datetime, timedelta

import pytest

from members import delete_me
from stvos.clock import utc_now
from stvos.dynamodb.keys import UserId
from stvos.group_classes import due_seats
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_due_bookings import do_due
from tests.api.jobs.test_due_group_classes import nothing_is_left
from tests.api.trainers.bookings import at, book, booked, offering, written
from tests.api.trainers.group_classes import create, created, free_of, join, joined, leave, seat_of
from tests.api.trainers.world import TrainerAccount, new_trainer
from tests.races.test_group_classes import settle
from tests.world import Member, World
from trainer_portal import cancel_group_class, change_group_class

SOON = timedelta(minutes=2)


def move(trainer: TrainerAccount, class_id: int, start: datetime, **more: object) -> None:
    body = {"startsAt": written(start), **more}
    reply = trainer.call(change_group_class, id=class_id, body=body)
    assert reply.status == 200, reply.text


def is_free(world: World, member: Member, start: datetime) -> bool:
    """Whether a member can book something else at a time. Takes it, if so."""
    trainer, service = offering(world)
    return book(member, trainer, service, start).status == 201


def told(world: World, member: Member) -> list[str]:
    """The mails about moved classes that a member was sent."""
    mails = [mail for mail in world.mails() if mail.get("to_user") == member.id]
    return [mail["template"] for mail in mails if "moved" in mail["template"]]


def test_members_move_along_and_are_told_once(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    one, other = joined(world, class_id, 2)
    move(trainer, class_id, at(4, 14))
    do_due(queues, utc_now() + SOON)
    nothing_is_left(queues)

    assert told(world, one) == told(world, other) == ["class_moved"]
    [mail] = [m for m in world.mails() if m.get("to_user") == one.id and "moved" in m["template"]]
    assert mail["starts_at"] == at(4, 14).isoformat()
    assert seat_of(one, class_id) == "confirmed"
    assert is_free(world, one, at(3, 9))
    assert not is_free(world, one, at(4, 14))
    assert free_of(world, class_id) == 8


def test_a_move_by_a_part_of_its_length_and_a_longer_class(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    [member] = joined(world, class_id, 1)
    for start, duration in ((at(3, 9, 30), 60), (at(3, 10), 90), (at(3, 9, 15), 45)):
        move(trainer, class_id, start, duration=duration)
        do_due(queues, utc_now() + SOON)

    assert told(world, member) == ["class_moved"] * 3
    assert is_free(world, member, at(3, 10))
    assert not is_free(world, member, at(3, 9))


def test_several_moves_before_anyone_is_told_are_one_for_the_members(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    [member] = joined(world, class_id, 1)
    for start in (at(3, 14), at(3, 16), at(3, 11), at(3, 12)):
        move(trainer, class_id, start)
    late = world.member()
    assert join(late, class_id).status == 200
    do_due(queues, utc_now() + SOON)

    assert told(world, member) == ["class_moved"]
    assert told(world, late) == []
    for one in (member, late):
        assert is_free(world, one, at(3, 9))
        assert not is_free(world, one, at(3, 12))


def test_a_class_that_moved_and_came_back_tells_nobody(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    [member] = joined(world, class_id, 1)
    move(trainer, class_id, at(3, 14))
    move(trainer, class_id, at(3, 9))
    do_due(queues, utc_now() + SOON)

    assert told(world, member) == []
    assert not is_free(world, member, at(3, 9))


def test_who_is_busy_then_loses_the_seat_to_the_next_and_is_told(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=2)
    busy, comes, waits, waits_too = joined(world, class_id, 4)
    coach, service = offering(world)
    booked(busy, coach, service, at(4, 14))
    move(trainer, class_id, at(4, 14))
    do_due(queues, utc_now() + SOON)
    nothing_is_left(queues)

    assert [seat_of(one, class_id) for one in (busy, comes, waits, waits_too)] == [
        "cancelled",
        "confirmed",
        "confirmed",
        "waitlisted",
    ]
    assert told(world, busy) == ["class_moved_away"]
    assert told(world, comes) == ["class_moved"]
    assert told(world, waits_too) == ["class_wait_moved"]
    assert free_of(world, class_id) == 0
    assert not is_free(world, waits, at(4, 14))
    assert is_free(world, busy, at(3, 9))


def test_who_could_not_come_before_gets_a_free_seat_at_the_new_time(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=1)
    leaves, waits = joined(world, class_id, 2)
    coach, service = offering(world)
    booked(waits, coach, service, at(3, 9))
    leave(leaves, class_id)
    do_due(queues, utc_now() + SOON)
    assert (seat_of(waits, class_id), free_of(world, class_id)) == ("waitlisted", 1)

    move(trainer, class_id, at(3, 14))
    do_due(queues, utc_now() + 2 * SOON)
    assert (seat_of(waits, class_id), free_of(world, class_id)) == ("confirmed", 0)
    assert not is_free(world, waits, at(3, 14))


def test_more_than_a_turn_takes_are_moved_in_the_next(
    world: World, queues: TestQueues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(due_seats, "MOST", 2)
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    members = joined(world, class_id, 5)
    move(trainer, class_id, at(3, 12))
    for turn in range(4):
        do_due(queues, utc_now() + SOON * (turn + 1))

    assert [told(world, one) for one in members] == [["class_moved"]] * 5


def test_a_class_that_moved_and_was_cancelled_frees_the_former_time(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    [member] = joined(world, class_id, 1)
    move(trainer, class_id, at(3, 14))
    trainer.call(cancel_group_class, id=class_id)
    do_due(queues, utc_now() + SOON)

    assert told(world, member) == []
    assert is_free(world, member, at(3, 9))
    assert is_free(world, member, at(3, 14))


@pytest.mark.parametrize("by_trainer", [True, False])
def test_what_is_given_up_before_the_members_moved_is_listed_on_the_new_day(
    world: World, by_trainer: bool
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    [member] = joined(world, class_id, 1)
    move(trainer, class_id, at(5, 14))
    if by_trainer:
        trainer.call(cancel_group_class, id=class_id)
        settle(world, class_id)
    else:
        leave(member, class_id)

    assert seat_of(member, class_id) == "cancelled"
    assert is_free(world, member, at(3, 9))


def test_a_member_who_left_the_brand_is_not_moved(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    gone, stays = joined(world, class_id, 2)
    move(trainer, class_id, at(5, 14))
    assert gone.call(delete_me, body={}).status == 200
    for turn in (1, 2):
        do_due(queues, utc_now() + turn * SOON)

    assert told(world, gone) == []
    assert told(world, stays) == ["class_moved"]
    key = world.keys.member_diary_day(UserId(gone.id), f"{at(5, 14):%Y-%m-%d}")
    assert world.table.find(key) is None


def test_the_members_of_all_following_classes_move(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    made = create(trainer, at(3, 9), recurrence={"freq": "weekly", "count": 3}).data["classes"]
    member = world.member()
    for each in made:
        assert join(member, each["id"]).status == 200
    move(trainer, made[1]["id"], at(10, 14), scope="following")
    do_due(queues, utc_now() + SOON)

    assert told(world, member) == ["class_moved"] * 2
    assert not is_free(world, member, at(3, 9))
    for day in (10, 17):
        assert is_free(world, member, at(day, 9))
        assert not is_free(world, member, at(day, 14))

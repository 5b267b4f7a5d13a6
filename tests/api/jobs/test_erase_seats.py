"""What becomes of a member's seats in group classes when they leave."""

from members import delete_me
from my_bookings import cancel_class_seat
from stvos.clock import standing, utc_now
from stvos.dynamodb.keys import UserId
from stvos.group_classes.seat_repository import SeatRepository
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.test_due_bookings import do_due
from tests.api.jobs.test_erase_bookings import LATER, erase
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created, free_of, join, joined, seat_of
from tests.api.trainers.world import new_trainer
from tests.world import World
from trainer_portal import cancel_group_class


def test_seats_in_classes_to_come_go_to_those_who_wait(world: World) -> None:
    trainer = new_trainer(world)
    full, roomy = created(trainer, at(3, 9), capacity=1), created(trainer, at(3, 11), capacity=5)
    leaving, waiting = joined(world, full, 2)
    join(leaving, roomy)
    assert leaving.call(delete_me, body={}).status == 200
    erase(world)
    erase(world)

    assert seat_of(waiting, full) == "confirmed"
    assert (free_of(world, full), free_of(world, roomy)) == (0, 5)
    given = [m["to_user"] for m in world.mails() if m["template"] == "class_promoted"]
    assert given == [waiting.id]


def test_who_waited_and_left_is_passed_over(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    holding, gone, waiting = joined(world, class_id, 3)
    gone.call(delete_me, body={})
    erase(world)
    holding.call(cancel_class_seat, id=class_id, body={})

    assert seat_of(waiting, class_id) == "confirmed"


def test_what_the_member_wrote_is_removed_and_seats_of_the_past_stay(world: World) -> None:
    trainer = new_trainer(world)
    left, past = created(trainer, at(3, 9)), created(trainer, at(2, 9))
    member = world.member()
    join(member, left)
    join(member, past)
    member.call(cancel_class_seat, id=left, body={"reason": "Bad knee"})
    with standing(at(2, 12)):
        member.call(delete_me, body={})
        erase(world, LATER)

    seats = SeatRepository(world.table, world.tenant)
    assert [seat.reason for seat in seats.kept_in(left, 0)] == [""]
    assert [seat.status.value for seat in seats.kept_in(past, 0)] == ["confirmed"]
    span = world.keys.everything_of(UserId(member.id))
    assert list(world.table.all(span)) == []


def test_a_cancelled_class_that_is_emptied_later_writes_nothing_of_who_left(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=1)
    held, waited = joined(world, class_id, 2)
    trainer.call(cancel_group_class, id=class_id)
    for member in (held, waited):
        member.call(delete_me, body={})
    erase(world)
    do_due(queues, utc_now() + LATER)

    for member in (held, waited):
        span = world.keys.everything_of(UserId(member.id))
        assert list(world.table.all(span)) == []
    assert do_due(queues, utc_now() + 2 * LATER) == 0

"""POST /v1/group-classes/{id}/join."""

import pytest

from stvos.clock import standing
from stvos.dynamodb.keys import Keys
from stvos.dynamodb.table import update
from tests.api.trainers.bookings import at, book, offering
from tests.api.trainers.group_classes import counts_of, created, join, joined, leave, seat_of
from tests.api.trainers.world import new_trainer
from tests.reads import counted
from tests.world import World
from trainer_portal import cancel_group_class, get_group_class


def test_a_seat_is_confirmed_and_counted(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=3)
    reply = join(world.member(), class_id)

    assert (reply.status, reply.data["seat"]) == (200, {"classId": class_id, "status": "confirmed"})
    shown = trainer.call(get_group_class, id=class_id).data["groupClass"]
    assert (shown["capacity"], shown["spotsLeft"]) == (3, 2)


def test_joining_again_keeps_the_seat_and_takes_no_other(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=3)
    member = world.member()

    assert join(member, class_id).data == join(member, class_id).data
    assert trainer.call(get_group_class, id=class_id).data["groupClass"]["spotsLeft"] == 2


def test_who_comes_to_a_full_class_waits_in_order(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    joined(world, class_id, 1)
    seats = [join(world.member(), class_id).data["seat"] for _ in range(2)]

    assert [seat["status"] for seat in seats] == ["waitlisted", "waitlisted"]
    assert [seat["position"] for seat in seats] == [1, 2]


def test_without_a_waitlist_a_full_class_is_full(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1, waitlist=False)
    joined(world, class_id, 1)
    late = world.member()

    assert join(late, class_id).code == "CLASS_FULL"
    assert seat_of(late, class_id) is None


def test_no_one_is_at_two_places(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9, 30))
    other_class = created(new_trainer(world), at(3, 10))
    coach, service = offering(world)
    member = world.member()
    assert join(member, class_id).status == 200

    assert join(member, other_class).code == "MEMBER_BUSY"
    assert book(member, coach, service, at(3, 10)).code == "MEMBER_BUSY"
    assert leave(member, class_id).status == 200
    assert book(member, coach, service, at(3, 10)).status == 201


def test_who_waits_may_do_something_else_meanwhile(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    [_, waiting] = joined(world, class_id, 2)
    coach, service = offering(world)

    assert book(waiting, coach, service, at(3, 9)).status == 201


def test_who_left_can_come_back(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    [member] = joined(world, class_id, 1)
    leave(member, class_id)

    assert join(member, class_id).data["seat"]["status"] == "confirmed"


@pytest.mark.parametrize("day_and_hour", [(3, 9), (3, 10), (4, 9)])
def test_a_class_that_has_begun_is_not_joined(world: World, day_and_hour: tuple[int, int]) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    member = world.member()
    with standing(at(*day_and_hour)):
        assert join(member, class_id).code == "INVALID_STATE"


def test_a_cancelled_class_is_not_joined(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))
    trainer.call(cancel_group_class, id=class_id)

    assert join(world.member(), class_id).code == "INVALID_STATE"


def test_trainers_do_not_join_their_own_classes(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9))

    assert join(trainer.member, class_id).code == "FORBIDDEN"
    assert join(new_trainer(world).member, class_id).status == 200


def test_unknown_classes_and_those_of_other_brands_are_not_there(
    world: World, other_world: World
) -> None:
    foreign = created(new_trainer(other_world), at(3, 9))

    assert join(world.member(), 1234).status == 404
    assert join(world.member(), foreign).status == 404


def test_seats_of_a_large_class_are_taken_from_all_shards(world: World) -> None:
    """Of 201 seats in three shards, none stays empty."""
    trainer = new_trainer(world)
    class_id = created(trainer, at(3, 9), capacity=201)
    assert [count.capacity for count in counts_of(world, class_id)] == [67, 67, 67]
    joined(world, class_id, 12)

    counts = counts_of(world, class_id)
    assert sum(count.free for count in counts) == 189
    assert all(count.free < 67 for count in counts)


def test_who_finds_their_shard_full_gets_a_seat_of_another(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=101)
    for shard, free in ((0, 0), (1, 1)):
        key = Keys(world.tenant).seat_count(class_id, shard)
        world.table.write(update(key, sets={"free": free}))
    seats = [join(world.member(), class_id).data["seat"] for _ in range(2)]

    assert [seat["status"] for seat in seats] == ["confirmed", "waitlisted"]
    assert "position" not in seats[1]


def test_joining_is_three_reads_and_one_transaction(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    member = world.member()
    with counted(world.table) as calls:
        join(member, class_id)

    # The member with their sign-in, the class, and the seat with the counts.
    assert calls == {"BatchGetItem": 2, "GetItem": 1, "TransactWriteItems": 1}

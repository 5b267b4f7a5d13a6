"""POST /v1/group-classes/{id}/leave."""

import pytest

from stvos.clock import standing
from tests.api.trainers.bookings import at, booked, offering
from tests.api.trainers.group_classes import (
    counts_of,
    created,
    free_of,
    join,
    joined,
    leave,
    seat_of,
)
from tests.api.trainers.world import new_trainer
from tests.world import World


def test_a_seat_that_no_one_waits_for_is_free_again(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=2)
    [member] = joined(world, class_id, 1)
    reply = leave(member, class_id)

    seat = {"classId": class_id, "status": "cancelled", "cancelledBy": "member"}
    assert (reply.status, reply.data["seat"]) == (200, seat)
    assert free_of(world, class_id) == 2


def test_leaving_again_answers_the_same_and_frees_nothing_more(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=2)
    [member, _] = joined(world, class_id, 2)

    assert leave(member, class_id).data == leave(member, class_id).data
    assert free_of(world, class_id) == 1


def test_the_first_who_waits_gets_the_seat_and_no_one_else_is_touched(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=3)
    first, second, third, fourth, fifth = joined(world, class_id, 5)
    leave(first, class_id)

    statuses = [seat_of(m, class_id) for m in (first, second, third, fourth, fifth)]
    assert statuses == ["cancelled", "confirmed", "confirmed", "confirmed", "waitlisted"]
    [count] = counts_of(world, class_id)
    assert (count.free, count.waiting) == (0, 1)
    assert join(fifth, class_id).data["seat"]["position"] == 1


def test_who_cannot_come_is_passed_over_and_waits_on(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, busy, waiting = joined(world, class_id, 3)
    coach, service = offering(world)
    booked(busy, coach, service, at(3, 9))
    leave(leaving, class_id)

    assert seat_of(busy, class_id) == "waitlisted"
    assert seat_of(waiting, class_id) == "confirmed"


def test_a_seat_that_none_can_take_is_free_for_who_comes(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, busy = joined(world, class_id, 2)
    coach, service = offering(world)
    booked(busy, coach, service, at(3, 9))
    leave(leaving, class_id)

    assert free_of(world, class_id) == 1
    assert join(world.member(), class_id).data["seat"]["status"] == "confirmed"


def test_who_is_promoted_has_no_time_for_anything_else(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, waiting = joined(world, class_id, 2)
    leave(leaving, class_id)
    other_class = created(new_trainer(world), at(3, 9))

    assert join(waiting, other_class).code == "MEMBER_BUSY"
    assert join(leaving, other_class).status == 200


def test_who_waits_can_stop_waiting(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    first, second, third = joined(world, class_id, 3)
    leave(second, class_id)
    leave(first, class_id)

    statuses = [seat_of(member, class_id) for member in (first, second, third)]
    assert statuses == ["cancelled", "cancelled", "confirmed"]
    [count] = counts_of(world, class_id)
    assert (count.free, count.waiting) == (0, 0)


def test_who_never_joined_has_nothing_to_leave(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))

    assert leave(world.member(), class_id).status == 404


@pytest.mark.parametrize("hour", [9, 12])
def test_a_class_that_has_begun_is_not_left(world: World, hour: int) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    [member] = joined(world, class_id, 1)
    with standing(at(3, hour)):
        assert leave(member, class_id).code == "INVALID_STATE"
    assert seat_of(member, class_id) == "confirmed"

"""POST /v1/my-bookings/classes/{id}/cancel."""

from my_bookings import cancel_class_seat
from tests.api.trainers.bookings import at
from tests.api.trainers.group_classes import created, joined, seat_of
from tests.api.trainers.world import new_trainer
from tests.world import World


def test_a_seat_is_given_up_with_a_reason_and_goes_to_who_waits(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9), capacity=1)
    leaving, waiting = joined(world, class_id, 2)
    reply = leaving.call(cancel_class_seat, id=class_id, body={"reason": "Ill"})

    seat = reply.data["seat"]
    assert (seat["status"], seat["cancelledBy"], seat["reason"]) == ("cancelled", "member", "Ill")
    assert seat_of(waiting, class_id) == "confirmed"


def test_too_long_a_reason_changes_nothing(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    [member] = joined(world, class_id, 1)
    reply = member.call(cancel_class_seat, id=class_id, body={"reason": "x" * 501})

    assert (reply.status, reply.paths) == (400, ["body.reason"])
    assert seat_of(member, class_id) == "confirmed"


def test_another_member_s_seat_is_unknown(world: World) -> None:
    class_id = created(new_trainer(world), at(3, 9))
    joined(world, class_id, 1)

    assert world.member().call(cancel_class_seat, id=class_id, body={}).status == 404

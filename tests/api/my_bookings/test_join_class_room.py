"""POST /v1/my-bookings/classes/{id}/join."""

from datetime import timedelta

import jwt
import pytest

from local.stubs.servers import LIVEKIT_KEYS
from my_bookings import join_class_room
from stvos.clock import standing
from tests.api.trainers.bookings import at, written
from tests.api.trainers.group_classes import created, joined, leave
from tests.api.trainers.world import new_trainer
from tests.video import livekit
from tests.world import World
from trainer_portal import cancel_group_class, change_group_class, launch_group_class

SOON = at(2, 10) - timedelta(minutes=5)


@pytest.mark.parametrize(("capacity", "is_seen"), [(50, True), (51, False)])
def test_a_member_enters_under_their_own_identity_once_it_is_launched(
    world: World, capacity: int, is_seen: bool
) -> None:
    livekit()
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10), capacity=capacity)
    [member] = joined(world, class_id, 1)
    with standing(SOON):
        before = member.call(join_class_room, id=class_id, body={})
        host = trainer.call(launch_group_class, id=class_id, body={}).data
        entered = member.call(join_class_room, id=class_id, body={})

    assert (before.status, before.code) == (409, "NOT_OPEN_YET")
    assert entered.data["room"] == host["room"]["name"]
    assert entered.data["expiresAt"] == written(at(2, 11, 15))
    claims = jwt.decode(
        entered.data["token"],
        LIVEKIT_KEYS.secret,
        algorithms=["HS256"],
        options={"verify_nbf": False, "verify_exp": False},
    )
    assert claims["sub"] == f"member-{member.id}"
    assert claims["video"]["roomJoin"] is True
    assert claims["video"]["canPublish"] is is_seen


def test_the_room_is_open_from_ten_minutes_before_until_fifteen_after(world: World) -> None:
    livekit()
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10))
    [member] = joined(world, class_id, 1)
    with standing(SOON):
        trainer.call(launch_group_class, id=class_id, body={})
    codes = []
    for moment in (at(2, 9, 49), at(2, 9, 50), at(2, 11, 14), at(2, 11, 15)):
        with standing(moment):
            reply = member.call(join_class_room, id=class_id, body={})
            codes.append(reply.json.get("code", "open"))
    assert codes == ["NOT_OPEN_YET", "open", "open", "ENDED"]


def test_only_who_has_a_seat_enters(world: World) -> None:
    livekit()
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10), capacity=2)
    _, left, waits, waits_too = joined(world, class_id, 4)
    leave(left, class_id)
    with standing(SOON):
        trainer.call(launch_group_class, id=class_id, body={})
        replies = [
            one.call(join_class_room, id=class_id, body={})
            for one in (waits, waits_too, left, world.member())
        ]
    assert [reply.json.get("code", "open") for reply in replies] == [
        "open",
        "INVALID_STATE",
        "INVALID_STATE",
        "NOT_FOUND",
    ]
    assert replies[1].json["status"] == "waitlisted"


def test_a_moved_class_is_launched_again_and_a_cancelled_one_is_closed(world: World) -> None:
    livekit()
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10))
    [member] = joined(world, class_id, 1)
    later = at(2, 14)
    with standing(SOON):
        trainer.call(launch_group_class, id=class_id, body={})
        trainer.call(change_group_class, id=class_id, body={"startsAt": written(later)})
    with standing(later - timedelta(minutes=5)):
        assert member.call(join_class_room, id=class_id, body={}).code == "NOT_OPEN_YET"
        trainer.call(launch_group_class, id=class_id, body={})
        assert member.call(join_class_room, id=class_id, body={}).status == 200
        trainer.call(cancel_group_class, id=class_id)
        assert member.call(join_class_room, id=class_id, body={}).code == "INVALID_STATE"

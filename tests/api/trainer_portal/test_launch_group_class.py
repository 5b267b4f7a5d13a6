"""POST /v1/trainer/classes/{id}/launch."""

from datetime import datetime, timedelta

import jwt
import pytest

from local.stubs.servers import LIVEKIT_KEYS
from stvos.clock import standing
from stvos.rooms.models import RETURNING_FOR
from tests.api.jobs.conftest import TestQueues
from tests.api.jobs.conftest import queues as queues
from tests.api.jobs.test_due_bookings import do_due
from tests.api.trainers.bookings import at, written
from tests.api.trainers.group_classes import created
from tests.api.trainers.world import new_trainer
from tests.video import livekit
from tests.world import World
from trainer_portal import cancel_group_class, launch_group_class

SOON = at(2, 10) - timedelta(minutes=5)


def room_of(world: World, class_id: int) -> str:
    return f"{world.client.id}-group_class-{class_id}"


def test_the_room_is_made_once_however_often_it_is_launched(world: World) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10))
    running = livekit()
    with standing(SOON):
        replies = [trainer.call(launch_group_class, id=class_id) for _ in range(3)]

    assert [reply.status for reply in replies] == [200] * 3
    assert {reply.data["room"]["name"] for reply in replies} == {room_of(world, class_id)}
    assert replies[0].data["expiresAt"] == written(at(2, 11, 15))
    assert replies[0].data["meetingLink"].startswith("https://")
    assert room_of(world, class_id) in running.rooms.rooms


def test_the_trainer_enters_as_host_under_their_own_identity(world: World) -> None:
    livekit()
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10))
    with standing(SOON):
        token = trainer.call(launch_group_class, id=class_id).data["token"]

    claims = jwt.decode(
        token,
        LIVEKIT_KEYS.secret,
        algorithms=["HS256"],
        options={"verify_nbf": False, "verify_exp": False},
    )
    assert claims["sub"] == f"trainer-{trainer.trainer_id}"
    assert claims["video"]["roomAdmin"] is True


def test_the_room_is_closed_on_the_server_at_the_end(world: World, queues: TestQueues) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10))
    rooms = livekit().rooms.rooms
    with standing(SOON):
        trainer.call(launch_group_class, id=class_id)
    closes = at(2, 11, 15)

    do_due(queues, closes - timedelta(seconds=1))
    assert room_of(world, class_id) in rooms
    do_due(queues, closes)
    assert room_of(world, class_id) not in rooms
    do_due(queues, closes + RETURNING_FOR)


def test_a_cancelled_class_has_no_room_and_loses_the_one_it_had(
    world: World, queues: TestQueues
) -> None:
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10))
    rooms = livekit().rooms.rooms
    with standing(SOON):
        trainer.call(launch_group_class, id=class_id)
        trainer.call(cancel_group_class, id=class_id)
        refused = trainer.call(launch_group_class, id=class_id)
    do_due(queues, SOON)

    assert (refused.status, refused.code) == (409, "INVALID_STATE")
    assert room_of(world, class_id) not in rooms


@pytest.mark.parametrize("moment", [at(2, 11, 15), at(2, 12)])
def test_after_the_end_it_is_over(world: World, moment: datetime) -> None:
    livekit()
    trainer = new_trainer(world)
    class_id = created(trainer, at(2, 10))
    with standing(moment):
        assert trainer.call(launch_group_class, id=class_id).code == "ENDED"


def test_another_trainers_class_is_unknown(world: World) -> None:
    livekit()
    class_id = created(new_trainer(world), at(2, 10))
    assert new_trainer(world).call(launch_group_class, id=class_id).status == 404


def test_a_member_launches_nothing(world: World) -> None:
    livekit()
    class_id = created(new_trainer(world), at(2, 10))
    assert world.member().call(launch_group_class, id=class_id).status == 403

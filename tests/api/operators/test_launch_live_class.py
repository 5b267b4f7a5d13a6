"""POST /v1/admin/clients/{id}/live-classes/{liveId}/launch."""

from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest

from content import join_live_class
from local.stubs.servers import LIVEKIT_KEYS
from operators import change_live_class, delete_live_class, launch_live_class
from stvos import clock
from stvos.clock import epoch, utc_now
from stvos.rooms.models import RoomKind
from tests.api.operators.brands import add_live_class, trail
from tests.video import livekit
from tests.world import Reply, World


def soon(world: World) -> dict[str, Any]:
    starts = utc_now() + timedelta(minutes=5)
    return add_live_class(world, startsAt=starts.isoformat())


def launch(world: World, live_id: int) -> Reply:
    livekit()
    return world.operate(launch_live_class, liveId=live_id)


def room_of(world: World, live_id: int) -> Any:
    return world.table.find(world.keys.room(RoomKind.LIVE_CLASS, live_id), consistent=True)


def test_the_room_is_made_once_however_often_it_is_launched(world: World) -> None:
    made = soon(world)

    replies = [launch(world, made["id"]) for _ in range(3)]

    assert [reply.status for reply in replies] == [200] * 3
    name = f"{world.client.id}-live_class-{made['id']}"
    assert {reply.data["room"] for reply in replies} == {name}
    room = livekit().rooms.rooms[name]
    assert room.metadata == made["name"]
    assert [entry["action"] for entry in trail(world)].count("live_class.launch") == 1


def test_the_trainer_is_seen_and_heard_and_moderates(world: World) -> None:
    made = soon(world)

    token = launch(world, made["id"]).data["token"]

    claims = jwt.decode(token, LIVEKIT_KEYS.secret, algorithms=["HS256"])
    assert claims["sub"] == f"trainer-{made['trainerId']}"
    assert claims["video"]["canPublish"]
    assert claims["video"]["roomAdmin"]
    assert claims["exp"] == epoch(
        datetime.fromisoformat(made["startsAt"]) + timedelta(minutes=made["duration"] + 15)
    )


def test_a_class_that_is_over_cannot_be_launched(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = soon(world)
    later = utc_now() + timedelta(days=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)

    reply = launch(world, made["id"])

    assert (reply.status, reply.code) == (409, "ENDED")
    assert room_of(world, made["id"]) is None


def test_a_class_that_is_moved_is_launched_again_before_members_enter(world: World) -> None:
    made, member = soon(world), world.member()
    launch(world, made["id"])
    starts = (utc_now() + timedelta(minutes=8)).isoformat()
    world.operate(change_live_class, liveId=made["id"], body={"startsAt": starts})

    before = member.call(join_live_class, id=made["id"])
    launch(world, made["id"])
    after = member.call(join_live_class, id=made["id"])

    assert (before.code, after.status) == ("NOT_OPEN_YET", 200)


def test_a_class_that_lasts_longer_keeps_its_room_open(world: World) -> None:
    made, member = soon(world), world.member()
    launch(world, made["id"])

    longer = {"duration": made["duration"] + 60}
    changed = world.operate(change_live_class, liveId=made["id"], body=longer)

    assert changed.status == 200
    entered = member.call(join_live_class, id=made["id"]).data
    closes = datetime.fromisoformat(made["startsAt"]) + timedelta(minutes=longer["duration"] + 15)
    assert datetime.fromisoformat(entered["expiresAt"]) == closes
    stored = datetime.fromisoformat(room_of(world, made["id"])["closes_at"])
    assert stored.replace(microsecond=0) == closes


def test_a_class_that_is_removed_closes_its_room(world: World) -> None:
    made = soon(world)
    launch(world, made["id"])

    removed = world.operate(delete_live_class, liveId=made["id"])

    assert removed.status == 200
    closes_at = datetime.fromisoformat(room_of(world, made["id"])["closes_at"])
    assert closes_at <= utc_now()


def test_an_unknown_class_and_another_brand_s_are_not_found(
    world: World, other_world: World
) -> None:
    theirs = soon(other_world)

    assert launch(world, theirs["id"]).code == "NOT_FOUND"
    assert launch(world, 1).code == "NOT_FOUND"
    assert room_of(other_world, theirs["id"]) is None


def test_a_server_that_does_not_answer_is_a_bad_gateway(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = soon(world)
    livekit()
    monkeypatch.setenv("LIVEKIT_URL", "ws://127.0.0.1:9")

    reply = launch(world, made["id"])

    assert (reply.status, reply.code) == (502, "VIDEO_UNAVAILABLE")


def test_without_a_server_it_is_not_configured(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = soon(world)
    monkeypatch.delenv("LIVEKIT_URL", raising=False)

    reply = world.operate(launch_live_class, liveId=made["id"])

    assert (reply.status, reply.code) == (503, "VIDEO_NOT_CONFIGURED")


def test_a_wrong_key_launches_nothing(world: World) -> None:
    made = soon(world)

    reply = world.operate(launch_live_class, liveId=made["id"], headers={"X-Admin-Key": "x"})

    assert reply.status == 401
    assert room_of(world, made["id"]) is None

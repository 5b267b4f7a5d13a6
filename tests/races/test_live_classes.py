"""Many join a live class, and many launch it, at the same moment."""

from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from content import get_live_class, join_live_class
from operators import launch_live_class
from stvos.catalogue.models import LiveClass
from stvos.clock import utc_now
from stvos.rooms.models import RoomKind
from tests.api.content.launching import launch
from tests.api.content.stock import Stock
from tests.api.operators.brands import actions
from tests.races.conftest import all_at_once
from tests.video import livekit
from tests.world import World

MEMBERS = 16


def soon(world: World, capacity: int | None) -> LiveClass:
    return Stock.of(world).live_class(starts_at=utc_now() + timedelta(minutes=5), capacity=capacity)


@pytest.mark.parametrize("capacity", [1, 5, MEMBERS - 1])
def test_a_class_takes_as_many_as_it_has_places(race_world: World, capacity: int) -> None:
    live = soon(race_world, capacity)
    launch(race_world, live.id)
    members = [race_world.member() for _ in range(MEMBERS)]

    replies = all_at_once([partial(one.call, join_live_class, id=live.id) for one in members])

    outcomes = Counter(200 if reply.status == 200 else reply.code for reply in replies)
    assert outcomes == {200: capacity, "CLASS_FULL": MEMBERS - capacity}
    shown = race_world.call(get_live_class, id=live.id).data["class"]
    assert shown["spotsLeft"] == 0


def test_a_member_who_joins_many_times_takes_one_place(race_world: World) -> None:
    live = soon(race_world, capacity=3)
    launch(race_world, live.id)
    member = race_world.member()

    replies = all_at_once([partial(member.call, join_live_class, id=live.id)] * 8)

    assert {reply.status for reply in replies} == {200}
    shown = race_world.call(get_live_class, id=live.id).data["class"]
    assert shown["spotsLeft"] == 2


def test_presses_at_the_same_moment_launch_one_room(race_world: World) -> None:
    live = soon(race_world, capacity=None)
    livekit()

    replies = all_at_once([partial(race_world.operate, launch_live_class, liveId=live.id)] * 6)

    assert {reply.status for reply in replies} == {200}
    assert len({reply.data["room"] for reply in replies}) == 1
    assert actions(race_world).count("live_class.launch") == 1
    room = race_world.table.find(race_world.keys.room(RoomKind.LIVE_CLASS, live.id))
    assert room is not None

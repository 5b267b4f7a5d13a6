"""A member's devices and due work at the same moment: one subscription, one life."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest

from my_bookings import (
    cancel_subscription,
    list_subscriptions,
    pause_subscription,
    resume_subscription,
)
from programmes import subscribe
from stvos.clock import standing
from stvos.dynamodb.keys import UserId
from stvos.errors import Conflict
from stvos.programmes.due import bring_up_to_date
from tests.api.programmes.world import NOON, followed, new_coach, on
from tests.races.conftest import all_at_once
from tests.world import Reply, World

DEVICES = 8


def test_devices_that_subscribe_at_the_same_moment_begin_one(race_world: World) -> None:
    programme, member = new_coach(race_world).programme(), race_world.member()

    replies = all_at_once([partial(member.call, subscribe, id=programme, body={})] * DEVICES)

    assert sorted(reply.status for reply in replies) == [201] + [409] * (DEVICES - 1)
    assert len(member.call(list_subscriptions).data["items"]) == 1
    places = list(race_world.table.all(race_world.keys.live_subscribers(programme)))
    assert [place["user_id"] for place in places] == [member.id]


@pytest.mark.parametrize("round_", range(4))
def test_pausing_resuming_and_cancelling_at_the_same_moment_end_in_a_state_of_their_order(
    race_world: World, round_: int
) -> None:
    programme, member = new_coach(race_world).programme(), race_world.member()
    number = followed(member, programme)["id"]
    asks: list[Callable[[], Reply]] = [
        partial(member.call, endpoint, id=number, body={})
        for endpoint in (pause_subscription, resume_subscription, cancel_subscription)
        for _ in range(3)
    ]

    replies = all_at_once(asks)

    assert {reply.status for reply in replies} <= {200, 409}
    cancels = [reply.status for reply in replies[6:]]
    assert cancels.count(200) == 1
    [left] = member.call(list_subscriptions).data["items"]
    assert left["status"] == "cancelled"
    assert not list(race_world.table.all(race_world.keys.live_subscribers(programme)))


def test_due_work_beside_a_member_completes_once_and_loses_nothing(race_world: World) -> None:
    programme, member = new_coach(race_world).programme(), race_world.member()
    with standing(NOON):
        number = followed(member, programme)["id"]
        member.call(pause_subscription, id=number, body={"until": on(5)})
    key = race_world.keys.subscription(UserId(member.id), number)
    then = NOON.replace(day=6)
    start = Barrier(DEVICES)

    def act(place: int) -> None:
        start.wait()
        if place % 2:
            with standing(then):
                member.call(pause_subscription, id=number, body={"until": on(9)})
            return
        try:
            bring_up_to_date(race_world.table, key, then)
        except Conflict:
            return  # The queue delivers it again.

    with ThreadPoolExecutor(DEVICES) as pool:
        list(pool.map(act, range(DEVICES)))

    with standing(then):
        [shown] = member.call(list_subscriptions).data["items"]
    assert (shown["status"], shown["dayIndex"], shown["endsOn"]) == ("paused", 1, on(22))
    item = race_world.table.find(key, consistent=True)
    assert item is not None
    assert item["pauses"] == [{"first": on(0), "until": on(9)}]

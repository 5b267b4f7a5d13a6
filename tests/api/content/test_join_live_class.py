"""POST /v1/live/classes/{id}/join."""

from datetime import datetime, timedelta
from typing import Any

import jwt
import pytest

from content import get_live_class, join_live_class, list_live_classes
from local.stubs.servers import LIVEKIT_KEYS
from stvos import clock
from stvos.catalogue.models import LiveClass
from stvos.clock import epoch, utc_now
from tests.api.content.launching import launch
from tests.api.content.stock import Stock
from tests.video import livekit
from tests.world import World


def soon(stock: Stock, **wish: Any) -> LiveClass:
    """A class that starts in five minutes."""
    return stock.live_class(starts_at=utc_now() + timedelta(minutes=5), **wish)


def launched(stock: Stock, **wish: Any) -> LiveClass:
    live = soon(stock, **wish)
    assert launch(stock.world, live.id).status == 200
    return live


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.decode(
        token, LIVEKIT_KEYS.secret, algorithms=["HS256"], options={"verify_nbf": False}
    )
    return claims


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(clock, "real_now", lambda: moment)


def test_a_member_enters_to_watch_under_their_own_identity(stock: Stock) -> None:
    live, member = launched(stock), stock.world.member()

    entered = member.call(join_live_class, id=live.id).data

    assert entered["room"] == f"{stock.world.client.id}-live_class-{live.id}"
    assert entered["url"] == livekit().parameters["LivekitUrl"]
    claims = claims_of(entered["token"])
    assert (claims["sub"], claims["name"]) == (f"member-{member.id}", "Mia Member")
    assert claims["video"] == {
        "room": entered["room"],
        "roomJoin": True,
        "canSubscribe": True,
        "canPublish": False,
        "canPublishData": False,
    }
    closes = live.ends_at + timedelta(minutes=15)
    assert claims["exp"] == epoch(closes)
    assert datetime.fromisoformat(entered["expiresAt"]) == closes.replace(microsecond=0)


def test_a_class_that_nobody_launched_is_not_open_yet(stock: Stock) -> None:
    livekit()
    reply = stock.world.member().call(join_live_class, id=soon(stock).id)

    assert (reply.status, reply.code) == (409, "NOT_OPEN_YET")


@pytest.mark.parametrize(
    ("seconds_before_start", "seconds_after_end", "code"),
    [(601, None, "NOT_OPEN_YET"), (599, None, ""), (None, 899, ""), (None, 900, "ENDED")],
)
def test_a_class_is_open_from_ten_minutes_before_to_fifteen_after(
    stock: Stock,
    monkeypatch: pytest.MonkeyPatch,
    seconds_before_start: int | None,
    seconds_after_end: int | None,
    code: str,
) -> None:
    live = stock.live_class(starts_at=utc_now() + timedelta(minutes=11), duration=10)
    launch(stock.world, live.id)
    member = stock.world.member()
    if seconds_before_start is not None:
        at(monkeypatch, live.starts_at - timedelta(seconds=seconds_before_start))
    if seconds_after_end is not None:
        at(monkeypatch, live.ends_at + timedelta(seconds=seconds_after_end))

    reply = member.call(join_live_class, id=live.id)

    assert (reply.status, reply.status < 400 or reply.code) == (
        (409, code) if code else (200, True)
    )


def test_a_full_class_takes_no_one_else_and_keeps_who_is_there(stock: Stock) -> None:
    live = launched(stock, capacity=2)
    first, second, third = (stock.world.member() for _ in range(3))

    replies = [one.call(join_live_class, id=live.id) for one in (first, first, second, third)]
    again = first.call(join_live_class, id=live.id)

    assert [reply.status for reply in replies] == [200, 200, 200, 409]
    assert replies[-1].code == "CLASS_FULL"
    assert again.status == 200


def test_the_places_that_are_left_are_shown(stock: Stock) -> None:
    live, world = launched(stock, capacity=20), stock.world
    for _ in range(2):
        world.member().call(join_live_class, id=live.id)

    shown = world.call(get_live_class, id=live.id).data["class"]
    [listed] = world.call(list_live_classes).data["items"]

    assert (shown["spotsLeft"], listed["spotsLeft"]) == (18, 18)


def test_a_lowered_capacity_lets_no_one_in_beyond_it(stock: Stock) -> None:
    live, world = launched(stock, capacity=40), stock.world
    for _ in range(3):
        world.member().call(join_live_class, id=live.id)
    lowered = live.model_copy(update={"capacity": 3, "updated_at": utc_now()})
    stock.live.replace_live_class(live, lowered)

    reply = world.member().call(join_live_class, id=live.id)

    assert reply.code == "CLASS_FULL"


def test_without_a_capacity_nothing_is_stored_for_who_joins(stock: Stock) -> None:
    live, member = launched(stock), stock.world.member()

    member.call(join_live_class, id=live.id)

    place = stock.world.keys.live_place(stock.world.item_of(member)["id"], live.id)
    assert stock.world.table.find(place) is None


def test_an_unknown_class_and_another_brand_s_are_not_found(
    stock: Stock, other_world: World
) -> None:
    live = launched(stock)

    replies = [
        stock.world.member().call(join_live_class, id=1),
        other_world.member().call(join_live_class, id=live.id),
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "NOT_FOUND")}


@pytest.mark.parametrize("missing", ["LIVEKIT_URL", "LIVEKIT_API_KEY", "LIVEKIT_API_SECRET"])
def test_without_a_server_or_with_an_empty_secret_it_is_not_configured(
    stock: Stock, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    live = launched(stock)
    monkeypatch.setenv(missing, " ")

    reply = stock.world.member().call(join_live_class, id=live.id)

    assert (reply.status, reply.code) == (503, "VIDEO_NOT_CONFIGURED")

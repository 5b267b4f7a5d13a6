"""GET /v1/live/classes/{id}."""

from datetime import timedelta

from content import get_live_class
from stvos.clock import utc_now
from tests.api.content.stock import Stock
from tests.world import World


def test_a_live_class_shows_its_hours_and_trainer(stock: Stock) -> None:
    live = stock.live_class(description="Bring water.", capacity=5)

    shown = stock.world.call(get_live_class, id=live.id).data["class"]

    assert shown["description"] == "Bring water."
    assert shown["trainer"]["image"] == "https://img.example/zoe.jpg"
    assert (shown["isLive"], shown["spotsLeft"]) == (True, 5)
    assert shown["scheduledAt"] < shown["endsAt"]


def test_a_past_live_class_is_still_shown(stock: Stock) -> None:
    live = stock.live_class(starts_at=utc_now() - timedelta(days=30))

    assert stock.world.call(get_live_class, id=live.id).status == 200


def test_a_recorded_class_an_unknown_one_and_another_brand_s_are_not_found(
    stock: Stock, other_world: World
) -> None:
    replies = [
        stock.world.call(get_live_class, id=stock.fitness_class().id),
        stock.world.call(get_live_class, id=1),
        other_world.call(get_live_class, id=stock.live_class().id),
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "NOT_FOUND")}

"""GET /v1/content/discover."""

from datetime import timedelta

from content import discover
from stvos.clock import utc_now
from stvos.principal import Feature
from tests.api.content.stock import Stock
from tests.world import World


def test_the_front_page_has_its_shelves(stock: Stock) -> None:
    now = utc_now()
    featured = stock.fitness_class(featured=True)
    new = stock.fitness_class(published_at=now - timedelta(days=2))
    stock.fitness_class(featured=True, published_at=now + timedelta(days=1))
    stock.live_class("Over", starts_at=now - timedelta(days=1))
    coming = stock.live_class()

    data = stock.world.member().call(discover).data

    assert [item["id"] for item in data["featured"]] == [featured.id]
    assert [item["id"] for item in data["newThisWeek"]] == [new.id]
    assert [(item["id"], item["isLive"]) for item in data["upcomingLive"]] == [(coming.id, True)]
    assert data["categories"] == [
        {"id": stock.yoga.id, "name": "Yoga", "classCount": 2, "image": None}
    ]
    assert data["continueWatching"] == []


def test_a_brand_without_live_classes_shows_none(cloud: None) -> None:
    stock = Stock.of(World.with_client(enabled_features=(Feature.CLASSES,)))
    stock.live_class()

    assert stock.world.member().call(discover).data["upcomingLive"] == []


def test_a_call_without_a_token_is_refused(world: World) -> None:
    assert world.call(discover).status == 401
    assert world.call(discover, context={}).code == "MISSING_TOKEN"

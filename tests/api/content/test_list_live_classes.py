"""GET /v1/live/classes."""

from datetime import datetime, timedelta

from content import list_live_classes
from stvos.clock import utc_now
from stvos.identity.principal import Feature
from tests.api.content.stock import Stock
from tests.world import World


def text(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")


def names(stock: Stock, **query: str) -> list[str]:
    reply = stock.world.call(list_live_classes, query=query)
    return [item["name"] for item in reply.data["items"]]


def test_what_is_not_over_is_listed_soonest_first(stock: Stock) -> None:
    now = utc_now()
    stock.live_class("Tomorrow", starts_at=now + timedelta(days=1), capacity=30)
    stock.live_class("On now", starts_at=now - timedelta(minutes=10), category_id=None)
    stock.live_class("Over", starts_at=now - timedelta(minutes=50))

    reply = stock.world.call(list_live_classes)

    assert [item["name"] for item in reply.data["items"]] == ["On now", "Tomorrow"]
    assert reply.data["pagination"]["total"] == 2
    on_now, tomorrow = reply.data["items"]
    assert (on_now["category"], "spotsLeft" in on_now) == (None, False)
    assert tomorrow["spotsLeft"] == 30
    assert tomorrow["category"] == {"id": stock.yoga.id, "name": "Yoga"}
    assert tomorrow["trainer"] == {"id": stock.trainer.id, "name": "Zoë Okafor"}


def test_a_time_selects_what_is_on_in_it(stock: Stock) -> None:
    now = utc_now()
    for days in (-3, 1, 5, 9):
        stock.live_class(f"Day {days}", starts_at=now + timedelta(days=days))

    assert names(stock, to=text(now + timedelta(days=6))) == ["Day 1", "Day 5"]
    assert names(stock, **{"from": text(now + timedelta(days=2))}) == ["Day 5", "Day 9"]
    past = {"from": text(now - timedelta(days=4)), "to": text(now)}
    assert names(stock, **past) == ["Day -3"]
    assert names(stock, limit="2", page="2") == ["Day 9"]


def test_a_trainer_newer_than_the_catalogue_is_shown(stock: Stock) -> None:
    stock.changed()
    boxing = stock.category("Boxing")
    stock.live_class(category_id=boxing.id)

    (card,) = stock.world.call(list_live_classes).data["items"]

    assert card["category"]["name"] == "Boxing"


def test_a_time_that_ends_before_it_begins_is_refused(world: World) -> None:
    query = {"from": "2027-01-02T00:00:00Z", "to": "2027-01-01T00:00:00Z"}

    assert world.call(list_live_classes, query=query).paths == ["query.to"]
    assert world.call(list_live_classes, query={"from": "tomorrow"}).paths == ["query.from"]
    assert world.call(list_live_classes, query={"day": "1"}).paths == ["query.day"]


def test_another_brand_sees_none_and_a_brand_without_the_feature_is_refused(
    stock: Stock, other_world: World
) -> None:
    stock.live_class()

    assert other_world.call(list_live_classes).data["items"] == []
    without = World.with_client(enabled_features=(Feature.CLASSES,))
    assert without.call(list_live_classes).code == "FEATURE_DISABLED"

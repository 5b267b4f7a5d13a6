"""GET /v1/content/discover."""

from datetime import timedelta

from content import discover
from stvos.clock import utc_now
from stvos.identity.principal import Feature
from tests.api.content.stock import Stock
from tests.world import World
from viewing import record_progress, start_session


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


def test_what_the_member_began_is_shown_with_where_they_stopped(stock: Stock) -> None:
    member, begun = stock.world.member(), stock.fitness_class(duration=30)
    stock.fitness_class("Untouched")
    started = member.call(start_session, body={"classId": begun.id}).data["session"]
    heartbeat = {"positionSeconds": 90, "segments": [[0, 90]]}
    watched = member.call(record_progress, id=started["id"], body=heartbeat).data["session"]

    data = member.call(discover).data
    other = stock.world.member().call(discover).data

    (card,) = data["continueWatching"]
    assert (card["id"], card["sessionId"]) == (begun.id, started["id"])
    assert card["positionSeconds"] == watched["positionSeconds"] == 90
    assert card["percentComplete"] == watched["percentComplete"]
    assert card["trainer"] == {"id": stock.trainer.id, "name": "Zoë Okafor"}
    assert other["continueWatching"] == []


def test_a_begun_class_that_was_withdrawn_is_not_shown(stock: Stock) -> None:
    member, begun = stock.world.member(), stock.fitness_class()
    started = member.call(start_session, body={"classId": begun.id}).data["session"]
    member.call(record_progress, id=started["id"], body={"positionSeconds": 1})
    stock.content.delete_class(begun.id)
    stock.changed(("class", begun.id))

    assert member.call(discover).data["continueWatching"] == []


def test_a_brand_without_live_classes_shows_none(cloud: None) -> None:
    stock = Stock.of(World.with_client(enabled_features=(Feature.CLASSES,)))
    stock.live_class()

    assert stock.world.member().call(discover).data["upcomingLive"] == []


def test_a_call_without_a_token_is_refused(world: World) -> None:
    assert world.call(discover).status == 401
    assert world.call(discover, context={}).code == "MISSING_TOKEN"

"""GET /v1/content/classes/{id}."""

from datetime import timedelta

import pytest

from content import get_class
from stvos.clock import utc_now
from stvos.identity.principal import Feature
from tests.api.content.stock import Stock
from tests.world import World


def test_a_class_shows_what_a_member_may_know(stock: Stock) -> None:
    added = stock.fitness_class(
        description="Wake up.",
        duration_seconds=1787,
        equipment=("mat",),
        tags=("gentle",),
        video={"source": "vimeo", "ref": "76979871"},
    )
    alike = stock.fitness_class("Evening Flow", tags=("gentle",))

    reply = stock.world.call(get_class, id=added.id)

    shown = reply.data["class"]
    assert shown["description"] == "Wake up."
    assert (shown["duration"], shown["durationSeconds"]) == (30, 1787)
    other = stock.world.call(get_class, id=alike.id).data["class"]
    assert "durationSeconds" not in other
    assert shown["equipment"] == ["mat"]
    assert shown["tags"] == ["gentle"]
    assert shown["isVimeo"] is True
    assert shown["trainer"] == {
        "id": stock.trainer.id,
        "name": "Zoë Okafor",
        "image": "https://img.example/zoe.jpg",
    }
    assert shown["relatedClasses"] == [
        {"id": alike.id, "name": "Evening Flow", "duration": 30, "thumbnailUrl": None}
    ]
    assert "76979871" not in reply.text


def test_a_live_class_is_shown_in_the_same_shape(stock: Stock) -> None:
    live = stock.live_class(description="Bring water.", capacity=5)
    alike = stock.fitness_class("Evening Flow")
    stock.fitness_class("Punch", category_id=stock.category("Boxing").id)

    shown = stock.world.call(get_class, id=live.id).data["class"]
    recorded = stock.world.call(get_class, id=alike.id).data["class"]

    assert set(shown) == {*recorded, "scheduledAt", "spotsLeft"}
    assert (shown["id"], shown["isLive"], shown["spotsLeft"]) == (live.id, True, 5)
    assert (shown["description"], shown["isVimeo"]) == ("Bring water.", False)
    assert (shown["equipment"], shown["tags"]) == ([], [])
    assert shown["trainer"]["image"] == "https://img.example/zoe.jpg"
    assert [item["id"] for item in shown["relatedClasses"]] == [alike.id]


def test_a_live_class_without_a_category_is_related_by_its_trainer(stock: Stock) -> None:
    live, alike = stock.live_class(category_id=None), stock.fitness_class()

    shown = stock.world.call(get_class, id=live.id).data["class"]

    assert shown["category"] is None
    assert [item["id"] for item in shown["relatedClasses"]] == [alike.id]


def test_where_live_classes_are_off_there_is_none(cloud: None) -> None:
    stock = Stock.of(World.with_client(enabled_features=(Feature.CLASSES,)))

    assert stock.world.call(get_class, id=stock.live_class().id).status == 404


def test_a_scheduled_class_an_unknown_one_and_another_brand_s_are_not_found_alike(
    stock: Stock, other_world: World
) -> None:
    scheduled = stock.fitness_class(published_at=utc_now() + timedelta(hours=1))
    published = stock.fitness_class()

    replies = [
        stock.world.call(get_class, id=scheduled.id),
        stock.world.call(get_class, id=1),
        other_world.call(get_class, id=published.id),
        other_world.call(get_class, id=stock.live_class().id),
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "NOT_FOUND")}
    assert len({str({**reply.json, "requestId": ""}) for reply in replies}) == 1


@pytest.mark.parametrize("class_id", ["0", "-1", "x", "1.0", "9" * 17])
def test_what_is_no_id_is_not_found(world: World, class_id: str) -> None:
    assert world.call(get_class, id=class_id).status == 404

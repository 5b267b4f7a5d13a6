"""GET /v1/content/classes/{id}."""

from datetime import timedelta

import pytest

from content import get_class
from stvos.clock import utc_now
from tests.api.content.stock import Stock
from tests.world import World


def test_a_class_shows_what_a_member_may_know(stock: Stock) -> None:
    added = stock.fitness_class(
        description="Wake up.",
        equipment=("mat",),
        tags=("gentle",),
        video={"source": "vimeo", "ref": "76979871"},
    )
    alike = stock.fitness_class("Evening Flow", tags=("gentle",))

    reply = stock.world.call(get_class, id=added.id)

    shown = reply.data["class"]
    assert shown["description"] == "Wake up."
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


def test_a_scheduled_class_an_unknown_one_and_another_brand_s_are_not_found_alike(
    stock: Stock, other_world: World
) -> None:
    scheduled = stock.fitness_class(published_at=utc_now() + timedelta(hours=1))
    published = stock.fitness_class()

    replies = [
        stock.world.call(get_class, id=scheduled.id),
        stock.world.call(get_class, id=1),
        other_world.call(get_class, id=published.id),
    ]

    assert {(reply.status, reply.code) for reply in replies} == {(404, "NOT_FOUND")}
    assert len({str({**reply.json, "requestId": ""}) for reply in replies}) == 1


@pytest.mark.parametrize("class_id", ["0", "-1", "x", "1.0", "9" * 17])
def test_what_is_no_id_is_not_found(world: World, class_id: str) -> None:
    assert world.call(get_class, id=class_id).status == 404

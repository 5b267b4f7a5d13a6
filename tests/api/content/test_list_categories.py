"""GET /v1/content/categories."""

from datetime import timedelta

from content import list_categories
from stvos.clock import utc_now
from tests.api.content.stock import Stock
from tests.world import World


def test_categories_count_their_published_classes(stock: Stock, other_world: World) -> None:
    boxing = stock.category("Boxing", image="https://img.example/box.jpg", position=1)
    stock.fitness_class()
    stock.fitness_class()
    stock.fitness_class(published_at=utc_now() + timedelta(hours=1))

    reply = stock.world.call(list_categories)

    assert reply.data["categories"] == [
        {"id": stock.yoga.id, "name": "Yoga", "classCount": 2, "image": None},
        {
            "id": boxing.id,
            "name": "Boxing",
            "classCount": 0,
            "image": "https://img.example/box.jpg",
        },
    ]
    assert other_world.call(list_categories).data == {"categories": []}

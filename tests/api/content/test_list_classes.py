"""GET /v1/content/classes."""

from datetime import timedelta

import pytest

from content import list_classes
from stvos.clock import utc_now
from stvos.identity.principal import Feature
from tests.api.content.stock import Stock
from tests.world import World


def names(stock: Stock, **query: str) -> list[str]:
    reply = stock.world.call(list_classes, query=query)
    assert reply.data["pagination"]["total"] == len(reply.data["items"])
    return [item["name"] for item in reply.data["items"]]


def test_a_card_shows_the_class_and_never_its_video(stock: Stock) -> None:
    added = stock.fitness_class(thumbnail_url="https://img.example/1.jpg", is_premium=True)

    reply = stock.world.call(list_classes)

    assert reply.status == 200
    assert reply.data["items"] == [
        {
            "id": added.id,
            "name": "Morning Flow",
            "thumbnailUrl": "https://img.example/1.jpg",
            "trainer": {"id": stock.trainer.id, "name": "Zoë Okafor"},
            "category": {"id": stock.yoga.id, "name": "Yoga"},
            "duration": 30,
            "intensity": "low",
            "isPremium": True,
            "isLive": False,
            "publishedAt": added.published_at.isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
    ]
    assert reply.data["pagination"] == {"page": 1, "limit": 20, "total": 1, "totalPages": 1}
    assert "secret" not in reply.text


def test_each_filter_narrows_the_list(stock: Stock) -> None:
    boxing = stock.category("Boxing")
    stock.fitness_class("Short", duration=10, equipment=("Mat",))
    stock.fitness_class("Long", duration=60, intensity="high", equipment=("mat", "band"))
    stock.fitness_class("Punch", category_id=boxing.id)

    assert names(stock, category="boxing") == ["Punch"]
    assert names(stock, category=str(boxing.id)) == ["Punch"]
    assert names(stock, category="none") == []
    assert names(stock, trainer=str(stock.trainer.id), sort="name") == ["Long", "Punch", "Short"]
    assert names(stock, trainer="1") == []
    assert names(stock, intensity="high") == ["Long"]
    assert names(stock, minDuration="30", sort="name") == ["Long", "Punch"]
    assert names(stock, maxDuration="30", sort="name") == ["Punch", "Short"]
    assert names(stock, equipment="mat", sort="name") == ["Long", "Short"]
    assert names(stock, equipment="Band, mat") == ["Long"]


def test_a_repeated_parameter_is_a_list_or_refused(stock: Stock) -> None:
    stock.fitness_class("Short", duration=10, equipment=("Mat",))
    stock.fitness_class("Long", duration=60, equipment=("mat", "band"))

    both = stock.world.call(list_classes, query={"equipment": ["band", "mat"]})
    twice = stock.world.call(list_classes, query={"category": ["Yoga", "Boxing"]})
    unknown = stock.world.call(list_classes, query={"utm": ["a", "b"]})

    assert [item["name"] for item in both.data["items"]] == ["Long"]
    assert (twice.status, twice.paths) == (400, ["query.category"])
    assert unknown.headers["X-Ignored-Fields"] == "query.utm"


def test_each_order_and_its_reverse(stock: Stock) -> None:
    now = utc_now()
    stock.fitness_class("Banana", duration=20, published_at=now - timedelta(days=1))
    stock.fitness_class("Apple", duration=30, published_at=now - timedelta(days=3))
    stock.fitness_class("Cherry", duration=10, published_at=now - timedelta(days=2))

    expected = {
        "newest": ["Banana", "Cherry", "Apple"],
        "duration": ["Cherry", "Banana", "Apple"],
        "name": ["Apple", "Banana", "Cherry"],
    }
    for sort, order in expected.items():
        assert names(stock, sort=sort) == order
        assert names(stock, sort=f"-{sort}") == order[::-1]


def test_pages_hold_every_class_once(stock: Stock) -> None:
    added = [stock.fitness_class(f"Class {n}").id for n in range(7)]

    pages = [
        stock.world.call(list_classes, query={"page": str(page), "limit": "3"}).data
        for page in (1, 2, 3, 4)
    ]

    assert [len(page["items"]) for page in pages] == [3, 3, 1, 0]
    assert sorted(item["id"] for page in pages for item in page["items"]) == sorted(added)
    assert pages[3]["pagination"] == {"page": 4, "limit": 3, "total": 7, "totalPages": 3}


def test_a_scheduled_class_is_not_listed(stock: Stock) -> None:
    stock.fitness_class(published_at=utc_now() + timedelta(minutes=5))

    assert names(stock) == []


def test_live_classes_are_listed_on_demand_with_the_same_filters(stock: Stock) -> None:
    stock.fitness_class()
    stock.live_class("Over", starts_at=utc_now() - timedelta(hours=1))
    coming = stock.live_class("Coming", capacity=12)
    stock.live_class("Without category", category_id=None)

    assert names(stock, isLive="true", category="yoga") == ["Coming"]
    assert names(stock, isLive="true", sort="name") == ["Coming", "Without category"]
    assert names(stock, isLive="false") == ["Morning Flow"]
    (card,) = stock.world.call(list_classes, query={"isLive": "true", "category": "yoga"}).data[
        "items"
    ]
    assert (card["id"], card["isLive"], card["spotsLeft"]) == (coming.id, True, 12)
    assert card["scheduledAt"] > card["publishedAt"]


def test_without_a_kind_both_are_listed(stock: Stock) -> None:
    stock.fitness_class("Apple")
    stock.live_class("Banana")
    stock.fitness_class("Cherry")
    stock.live_class("Over", starts_at=utc_now() - timedelta(hours=1))

    assert names(stock, sort="name") == ["Apple", "Banana", "Cherry"]
    assert names(stock, sort="-name", trainer=str(stock.trainer.id)) == [
        "Cherry",
        "Banana",
        "Apple",
    ]


def test_every_page_of_both_kinds_is_a_part_of_one_list(stock: Stock) -> None:
    for number in range(7):
        stock.fitness_class(f"Class {2 * number:02}")
        stock.live_class(f"Class {2 * number + 1:02}")

    pages = [
        stock.world.call(list_classes, query={"page": str(n), "limit": "3", "sort": "name"}).data
        for n in range(1, 7)
    ]

    listed = [item["name"] for page in pages for item in page["items"]]
    assert listed == [f"Class {number:02}" for number in range(14)]
    assert {page["pagination"]["total"] for page in pages} == {14}
    assert [len(page["items"]) for page in pages] == [3, 3, 3, 3, 2, 0]


def test_a_brand_without_live_classes_lists_recorded_ones(cloud: None) -> None:
    stock = Stock.of(World.with_client(enabled_features=(Feature.CLASSES,)))
    stock.fitness_class("Apple")
    stock.live_class("Banana")

    assert names(stock) == ["Apple"]
    assert names(stock, isLive="true") == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("intensity", "extreme"),
        ("trainer", "zoe"),
        ("trainer", "9007199254740992"),
        ("minDuration", "-1"),
        ("maxDuration", "long"),
        ("isLive", "maybe"),
        ("category", "x" * 121),
        ("page", "first"),
    ],
)
def test_a_filter_out_of_bounds_is_refused(world: World, name: str, value: str) -> None:
    reply = world.call(list_classes, query={name: value})

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", [f"query.{name}"])


@pytest.mark.parametrize(
    "query",
    [{"sort": "best"}, {"category": ""}, {"page": "0"}, {"limit": "101"}, {"intensity": "LOW"}],
)
def test_what_an_app_means_is_understood(stock: Stock, query: dict[str, str]) -> None:
    added = stock.fitness_class()

    reply = stock.world.call(list_classes, query=query)

    assert [item["id"] for item in reply.data["items"]] == [added.id]
    assert (reply.data["pagination"]["page"], reply.data["pagination"]["limit"] <= 100) == (1, True)


def test_unknown_parameters_are_ignored_and_named(stock: Stock) -> None:
    reply = stock.world.call(list_classes, query={"level": "1"})

    assert reply.status == 200
    assert reply.headers["X-Ignored-Fields"] == "query.level"


def test_another_brand_sees_nothing_of_it(stock: Stock, other_world: World) -> None:
    stock.fitness_class()

    assert other_world.call(list_classes).data["items"] == []


def test_a_brand_without_classes_is_refused(cloud: None) -> None:
    reply = World.with_client(enabled_features=(Feature.NUTRITION,)).call(list_classes)

    assert (reply.status, reply.code) == (403, "FEATURE_DISABLED")


def test_a_call_without_a_key_is_refused(world: World) -> None:
    assert world.call(list_classes, context={}).code == "MISSING_API_KEY"

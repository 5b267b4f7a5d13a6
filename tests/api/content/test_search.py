"""GET /v1/content/search."""

import pytest

from content import search
from tests.api.content.stock import Stock
from tests.world import World


def found(stock: Stock, q: str, **query: str) -> list[str]:
    reply = stock.world.call(search, query={"q": q, **query})
    assert reply.status == 200
    return [item["name"] for item in reply.data["items"]]


def test_a_prefix_a_typo_and_an_accent_find_the_class(stock: Stock) -> None:
    stock.fitness_class("Pilatés for Runners", tags=("core",), description="Slow and steady")
    stock.fitness_class("Boxing")

    for q in ("pilates", "pil", "pialtes", "PILATÉS", "pilats", "runers core", "stedy", "okafor r"):
        assert found(stock, q) == ["Pilatés for Runners"], q
    assert found(stock, "pilates boxing") == []
    assert sorted(found(stock, "yoga")) == ["Boxing", "Pilatés for Runners"]


def test_words_of_scripts_without_blanks_are_found_inside_a_run(stock: Stock) -> None:
    stock.fitness_class("朝のヨガ30分", description="โยคะยามเช้า")
    stock.fitness_class("夜の太極拳")

    for q in ("ヨガ", "ガ", "朝のヨガ", "30分", "ยามเช้า", "ﾖｶﾞ 朝"):
        assert found(stock, q) == ["朝のヨガ30分"], q
    assert found(stock, "極拳") == ["夜の太極拳"]
    assert found(stock, "拳太") == []


def test_the_best_comes_first(stock: Stock) -> None:
    stock.fitness_class("Evening", description="some strength work")
    stock.fitness_class("Strength")

    assert found(stock, "strength") == ["Strength", "Evening"]


def test_filters_and_pages_apply(stock: Stock) -> None:
    for n in range(5):
        stock.fitness_class(f"Flow {n}", intensity="high" if n % 2 else "low")

    reply = stock.world.call(
        search, query={"q": "flow", "intensity": "low", "limit": "2", "page": "2"}
    )

    assert reply.data["pagination"] == {"page": 2, "limit": 2, "total": 3, "totalPages": 2}
    assert len(reply.data["items"]) == 1


def test_recorded_and_live_classes_are_found_together_or_alone(stock: Stock) -> None:
    stock.fitness_class("Sunrise")
    stock.live_class("Sunrise live")

    assert found(stock, "sunrise") == ["Sunrise", "Sunrise live"]
    assert found(stock, "sunrise", isLive="false") == ["Sunrise"]
    assert found(stock, "sunrse", isLive="true") == ["Sunrise live"]


@pytest.mark.parametrize("q", ['"', "*", "a OR b", "'; --", "🧘" * 100, "\0", "x" * 100, "- ( )"])
def test_any_text_is_a_search(stock: Stock, q: str) -> None:
    stock.fitness_class("Morning")

    assert found(stock, q) == []


@pytest.mark.parametrize("query", [{}, {"q": ""}, {"q": "  "}, {"q": "x" * 101}])
def test_a_text_out_of_bounds_is_refused(world: World, query: dict[str, str]) -> None:
    reply = world.call(search, query=query)

    assert (reply.status, reply.paths) == (400, ["query.q"])


def test_another_brand_finds_nothing_of_it(stock: Stock, other_world: World) -> None:
    stock.fitness_class("Morning")

    assert other_world.call(search, query={"q": "morning"}).data["pagination"]["total"] == 0

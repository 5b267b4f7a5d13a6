"""GET /v1/foods."""

import pytest

from foods import list_foods
from tests.world import World


def test_the_table_comes_in_pages_by_name(world: World) -> None:
    first = world.call(list_foods).data
    total, pages = first["pagination"]["total"], first["pagination"]["totalPages"]
    last = world.call(list_foods, query={"page": str(pages)}).data

    assert total >= 400
    assert len(first["items"]) == 20
    assert len(last["items"]) == total - 20 * (pages - 1)
    names = [food["name"] for food in first["items"]]
    assert names == sorted(names, key=str.casefold)


def test_a_food_shows_its_portion_its_values_and_where_they_are_from(world: World) -> None:
    (food,) = world.call(list_foods, query={"search": "banana raw"}).data["items"]

    assert food["portion"] == {"description": "1 cup, mashed", "grams": 225}
    assert food["portions"][0] == food["portion"]
    assert (food["source"], food["usdaNumber"], food["allergens"]) == ("foods", "09040", [])
    per_100g, per_portion = food["nutrition"]["per100g"], food["nutrition"]["perPortion"]
    assert per_100g["calories"] == 89
    assert per_portion["calories"] == round(89 * 2.25)
    assert set(per_100g) == set(per_portion) == {
        "calories", "protein", "carbs", "fat", "fiber", "sugar", "sodium", "cholesterol"
    }  # fmt: skip


def test_allergens_are_told(world: World) -> None:
    (food,) = world.call(list_foods, query={"search": "worcestershire"}).data["items"]

    assert food["allergens"] == ["gluten", "fish"]


@pytest.mark.parametrize("text", ["chicken brea", "chiken breast", "CHICKEN BREAST"])
def test_beginnings_and_typos_are_understood(world: World, text: str) -> None:
    items = world.call(list_foods, query={"search": text}).data["items"]

    assert items[0]["name"] == "Chicken breast, raw"


def test_a_name_that_nothing_has_gives_an_empty_page(world: World) -> None:
    reply = world.call(list_foods, query={"search": "xyzzy"})

    assert reply.data["items"] == []
    assert reply.data["pagination"] == {"page": 1, "limit": 20, "total": 0, "totalPages": 0}


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"search": "x" * 101}, "query.search"),
        ({"limit": "101"}, "query.limit"),
        ({"page": "0"}, "query.page"),
        ({"colour": "green"}, "query.colour"),
    ],
)
def test_what_it_does_not_take_is_refused(world: World, query: dict[str, str], path: str) -> None:
    reply = world.call(list_foods, query=query)

    assert (reply.status, reply.paths) == (400, [path])

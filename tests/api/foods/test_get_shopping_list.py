"""GET /v1/users/me/nutrition-plan/shopping-list."""

from collections import Counter
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import pytest

from foods import create_nutrition_plan, get_shopping_list
from tests.world import World


def grams_of(days: list[dict[str, Any]]) -> Counter[int]:
    grams: Counter[int] = Counter()
    for day in days:
        for meal in day["meals"]:
            for one in meal["ingredients"]:
                grams[one["foodId"]] += one["quantity"]
    return grams


def test_a_week_adds_up(world: World) -> None:
    member = world.member()
    plan = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]

    bought = member.call(get_shopping_list).data

    assert bought["firstDay"] == plan["startsOn"]
    assert {one["foodId"]: one["quantity"] for one in bought["items"]} == grams_of(plan["days"])
    categories = [one["category"] for one in bought["items"]]
    assert len(set(categories)) == len(list(groupby(categories))), "shelf by shelf"


def test_some_days_can_be_asked_for_and_days_come_again(world: World) -> None:
    member = world.member()
    body = {"preferences": {"duration": "3 days"}}
    plan = member.call(create_nutrition_plan, body=body).data["nutritionPlan"]
    start = date.fromisoformat(plan["startsOn"])
    query = {"from": str(start + timedelta(days=2)), "to": str(start + timedelta(days=3))}

    bought = member.call(get_shopping_list, query=query).data

    wanted = grams_of([plan["days"][2], plan["days"][0]])
    assert {one["foodId"]: one["quantity"] for one in bought["items"]} == wanted


def test_before_a_new_plan_starts_the_one_before_is_bought_for(world: World) -> None:
    member = world.member()
    first = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]
    second = member.call(create_nutrition_plan, body={}).data["nutritionPlan"]
    query = {"from": first["startsOn"], "to": second["startsOn"]}

    bought = member.call(get_shopping_list, query=query).data

    wanted = grams_of([first["days"][0], second["days"][0]])
    assert {one["foodId"]: one["quantity"] for one in bought["items"]} == wanted


def test_days_before_the_plan_need_nothing(world: World) -> None:
    member = world.member()
    member.call(create_nutrition_plan, body={})

    bought = member.call(get_shopping_list, query={"from": "2020-01-01", "to": "2020-01-07"})

    assert bought.data["items"] == []


def test_without_a_plan_there_is_no_list(world: World) -> None:
    assert world.member().call(get_shopping_list).status == 404


@pytest.mark.parametrize(
    ("query", "path"),
    [
        ({"from": "2026-01-02", "to": "2026-01-01"}, "query.to"),
        ({"from": "2026-01-01", "to": "2026-02-01"}, "query.to"),
        ({"to": "1999-01-01"}, "query.to"),
        ({"from": "tomorrow"}, "query.from"),
    ],
)
def test_days_that_make_no_sense_are_refused(
    world: World, query: dict[str, str], path: str
) -> None:
    member = world.member()
    member.call(create_nutrition_plan, body={})

    reply = member.call(get_shopping_list, query=query)

    assert (reply.status, reply.paths) == (400, [path])

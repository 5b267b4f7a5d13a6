"""PATCH /v1/food-scanner/scans/{id}."""

from typing import Any

import pytest

from foods import change_scan, get_scan, log_scan
from tests.scans import kept_scan
from tests.world import World


def test_other_grams_make_other_sums(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)

    reply = member.call(change_scan, id=scan_id, body={"foods": [{"id": 1, "grams": 300}]})

    scan = reply.data["scan"]
    assert scan["foods"][0]["portion"] == {"description": "300 g", "grams": 300}
    assert scan["foods"][0]["nutrition"]["perPortion"]["calories"] == 390
    assert scan["totals"]["perPortion"]["calories"] == round(390 + 165 * 1.2 + 200 * 0.8)
    assert member.call(get_scan, id=scan_id).data == reply.data


def test_a_food_can_be_removed_and_one_of_the_table_added(world: World) -> None:
    member = world.member()
    body = {"foods": [{"id": 2, "remove": True}], "add": [{"name": "Broccoli", "grams": 90}]}

    scan = member.call(change_scan, id=kept_scan(world, member), body=body).data["scan"]

    assert [food["id"] for food in scan["foods"]] == [1, 3, 4]
    added = scan["foods"][2]
    assert (added["name"], added["source"]) == ("Broccoli", "foods")
    assert added["nutrition"]["perPortion"]["calories"] == round(34 * 0.9)


def test_a_name_that_the_table_knows_brings_its_values(world: World) -> None:
    member = world.member()
    body = {"foods": [{"id": 3, "name": "Greek yogurt"}]}

    scan = member.call(change_scan, id=kept_scan(world, member), body=body).data["scan"]

    renamed = scan["foods"][2]
    assert (renamed["name"], renamed["source"]) == ("Greek yogurt", "foods")
    assert renamed["nutrition"]["per100g"]["calories"] == 59


def test_a_name_that_it_does_not_know_changes_the_name_alone(world: World) -> None:
    member = world.member()
    body = {"foods": [{"id": 3, "name": "Grandmother's green sauce"}]}

    scan = member.call(change_scan, id=kept_scan(world, member), body=body).data["scan"]

    renamed = scan["foods"][2]
    assert (renamed["name"], renamed["source"]) == ("Grandmother's green sauce", "model")
    assert renamed["nutrition"]["per100g"]["calories"] == 200


def test_without_its_last_food_a_scan_has_none(world: World) -> None:
    member = world.member()
    body = {"foods": [{"id": number, "remove": True} for number in (1, 2, 3)]}

    scan = member.call(change_scan, id=kept_scan(world, member), body=body).data["scan"]

    assert (scan["isFood"], scan["totals"]["perPortion"]["calories"]) == (False, 0)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "body"),
        ({"foods": [{"id": 9, "grams": 10}]}, "body.foods[0].id"),
        ({"foods": [{"id": 1, "grams": 0}]}, "body.foods[0].grams"),
        ({"foods": [{"id": 1, "grams": 5001}]}, "body.foods[0].grams"),
        ({"foods": [{"grams": 10}]}, "body.foods[0].id"),
        ({"add": [{"name": "xyzzy", "grams": 10}]}, "body.add[0].name"),
        ({"add": [{"foodId": 1, "grams": 10}]}, "body.add[0].foodId"),
        ({"add": [{"grams": 10}]}, "body.add[0]"),
        ({"add": [{"name": "Broccoli", "grams": 10}] * 28}, "body.add"),
        ({"calories": 100}, "body.calories"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    world: World, body: dict[str, Any], path: str
) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)
    before = member.call(get_scan, id=scan_id).data

    reply = member.call(change_scan, id=scan_id, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert member.call(get_scan, id=scan_id).data == before


def test_a_logged_scan_is_not_changed_any_more(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)
    member.call(log_scan, id=scan_id, body={"mealType": "lunch"})

    reply = member.call(change_scan, id=scan_id, body={"foods": [{"id": 1, "grams": 1}]})

    assert (reply.status, reply.code) == (409, "INVALID_STATE")


def test_another_member_s_scan_is_not_found(world: World) -> None:
    scan_id = kept_scan(world, world.member())

    reply = world.member().call(change_scan, id=scan_id, body={"foods": [{"id": 1, "grams": 1}]})

    assert reply.status == 404

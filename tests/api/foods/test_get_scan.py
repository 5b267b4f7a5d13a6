"""GET /v1/food-scanner/scans/{id}."""

import pytest

from foods import get_scan
from tests.scans import kept_scan
from tests.world import World


def test_a_scan_shows_every_number_and_where_it_is_from(world: World) -> None:
    member = world.member()

    scan = member.call(get_scan, id=kept_scan(world, member)).data["scan"]

    assert scan["isFood"] is True
    assert [food["source"] for food in scan["foods"]] == ["foods", "foods", "model"]
    rice = scan["foods"][0]
    assert rice["portion"] == {"description": "150 g", "grams": 150}
    assert rice["nutrition"]["per100g"]["calories"] == 130
    assert rice["nutrition"]["perPortion"]["calories"] == 195
    assert rice["alternatives"] == ["Something else"]
    assert scan["warnings"] == []


def test_the_sums_are_of_the_exact_values(world: World) -> None:
    member = world.member()

    scan = member.call(get_scan, id=kept_scan(world, member)).data["scan"]

    sums = scan["totals"]["perPortion"]
    portions = [food["nutrition"]["perPortion"] for food in scan["foods"]]
    for name, value in sums.items():
        assert value == pytest.approx(sum(portion[name] for portion in portions), abs=1.5)
    assert sums["calories"] == round(130 * 1.5 + 165 * 1.2 + 200 * 0.8)


def test_no_food_is_an_answer_with_no_numbers(world: World) -> None:
    member = world.member()

    scan = member.call(get_scan, id=kept_scan(world, member, ())).data["scan"]

    assert (scan["isFood"], scan["foods"]) == (False, [])
    assert set(scan["totals"]["perPortion"].values()) == {0}


def test_another_member_s_scan_is_not_found(world: World) -> None:
    scan_id = kept_scan(world, world.member())

    reply = world.member().call(get_scan, id=scan_id)

    assert (reply.status, reply.code) == (404, "NOT_FOUND")

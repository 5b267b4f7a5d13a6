"""POST /v1/food-scanner/scans/{id}/log."""

import pytest

from foods import get_scan, log_scan
from progress_logs import delete_entry, get_progress
from tests.scans import kept_scan
from tests.world import Member, World

KCAL = 130 * 1.5 + 165 * 1.2 + 200 * 0.8


def logged_calories(member: Member) -> float:
    return float(sum(day["calories"] for day in member.call(get_progress).data["series"]))


def test_what_was_seen_is_logged_once_however_often_it_is_asked(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)

    replies = [member.call(log_scan, id=scan_id, body={"mealType": "dinner"}) for _ in range(3)]

    assert [reply.status for reply in replies] == [201, 200, 200]
    assert replies[0].data == replies[1].data == replies[2].data
    entry = replies[0].data["entry"]
    assert (entry["mealType"], entry["scanId"]) == ("dinner", scan_id)
    assert entry["name"] == "White rice, Chicken breast, Green sauce"
    assert entry["calories"] == pytest.approx(KCAL)
    assert entry["quantityG"] == 350
    assert logged_calories(member) == pytest.approx(KCAL)


def test_the_scan_says_for_which_day_it_is_logged(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)

    entry = member.call(log_scan, id=scan_id, body={"mealType": "snack", "name": "My plate"})

    assert entry.data["entry"]["name"] == "My plate"
    scan = member.call(get_scan, id=scan_id).data["scan"]
    assert scan["loggedOn"] == entry.data["entry"]["date"]


def test_an_entry_that_was_taken_back_is_not_logged_again(world: World) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)
    entry = member.call(log_scan, id=scan_id, body={"mealType": "lunch"}).data["entry"]
    member.call(delete_entry, kind="nutrition", id=entry["id"])

    reply = member.call(log_scan, id=scan_id, body={"mealType": "lunch"})

    assert (reply.status, reply.code) == (409, "CONFLICT")
    assert logged_calories(member) == 0


def test_a_scan_without_food_is_not_logged(world: World) -> None:
    member = world.member()

    reply = member.call(log_scan, id=kept_scan(world, member, ()), body={"mealType": "lunch"})

    assert (reply.status, reply.code) == (409, "INVALID_STATE")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "body.mealType"),
        ({"mealType": "lunch", "date": "2020-01-01"}, "body.date"),
        ({"mealType": "lunch", "calories": 1}, "body.calories"),
    ],
)
def test_what_makes_no_sense_is_refused_and_logs_nothing(
    world: World, body: dict[str, object], path: str
) -> None:
    member = world.member()
    scan_id = kept_scan(world, member)

    reply = member.call(log_scan, id=scan_id, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert logged_calories(member) == 0
    assert "loggedOn" not in member.call(get_scan, id=scan_id).data["scan"]


def test_another_member_s_scan_is_not_found(world: World) -> None:
    reply = world.member().call(
        log_scan, id=kept_scan(world, world.member()), body={"mealType": "lunch"}
    )

    assert reply.status == 404

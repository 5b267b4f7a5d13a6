"""GET /v1/admin/clients/{id}/audit."""

from datetime import timedelta

import pytest

from operators import change_category, create_category, list_audit
from stvos import clock
from stvos.clock import real_now
from tests.api.operators.brands import add_category
from tests.world import World


def test_changes_are_shown_newest_first_with_who_did_what(world: World) -> None:
    number = add_category(world, name="Yoga")
    world.operate(change_category, categoryId=number, body={"name": "Slow yoga"})

    newest, oldest = world.operate(list_audit).data["items"]

    assert (newest["action"], oldest["action"]) == ("category.change", "category.create")
    assert newest["target"] == oldest["target"] == f"category/{number}"
    assert newest["actor"] == "operator"
    assert newest["at"] >= oldest["at"]
    assert (newest["before"]["name"], newest["after"]["name"]) == ("Yoga", "Slow yoga")
    assert oldest["before"] is None
    assert oldest["after"]["image"] is None


def test_a_cursor_leads_through_all_of_it(world: World) -> None:
    made = [add_category(world, name=f"Category {n}") for n in range(5)]

    seen: list[str] = []
    query = {"limit": "2"}
    while True:
        page = world.operate(list_audit, query=query).data
        seen += [entry["target"] for entry in page["items"]]
        if "nextCursor" not in page:
            break
        query = {"limit": "2", "cursor": page["nextCursor"]}

    assert seen == [f"category/{number}" for number in reversed(made)]


def test_days_are_chosen_and_a_month_is_shown_without(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = real_now()
    for days in (40, 10, 0):
        with clock.standing(now - timedelta(days=days)):
            add_category(world, name=f"{days} days ago")

    def shown(**query: str) -> list[str]:
        items = world.operate(list_audit, query=query).data["items"]
        return [entry["after"]["name"] for entry in items]

    day = (now - timedelta(days=40)).date().isoformat()
    assert shown() == ["0 days ago", "10 days ago"]
    assert shown(**{"from": day, "to": day}) == ["40 days ago"]
    assert shown(**{"from": day}) == ["0 days ago", "10 days ago", "40 days ago"]
    assert shown(to=day) == ["40 days ago"]


def test_a_refused_change_leaves_no_entry(world: World) -> None:
    world.operate(create_category, body={"name": ""})
    world.operate(change_category, categoryId=4711, body={"name": "x"})

    assert world.operate(list_audit).data["items"] == []


def test_days_and_cursors_that_cannot_be_are_refused(world: World, other_world: World) -> None:
    for brand in (world, other_world):
        for _ in range(2):
            add_category(brand)
    cursor = other_world.operate(list_audit, query={"limit": "1"}).data["nextCursor"]
    replies = {
        "query.from": world.operate(list_audit, query={"from": "2026-02-30"}),
        "query.to": world.operate(list_audit, query={"to": "1999-01-01"}),
        "query.cursor": world.operate(list_audit, query={"cursor": "bm9uZQ"}),
    }
    backwards = {"from": "2026-02-02", "to": "2026-02-01"}

    assert {path: reply.paths for path, reply in replies.items()} == {p: [p] for p in replies}
    assert world.operate(list_audit, query=backwards).paths == ["query.from"]
    # A cursor is a place in time: another brand's shows this brand's own entries only.
    mine = world.operate(list_audit, query={"cursor": cursor}).data["items"]
    ours = {entry["target"] for entry in world.operate(list_audit).data["items"]}
    assert {entry["target"] for entry in mine} <= ours


def test_a_brand_s_trail_is_its_own(world: World, other_world: World) -> None:
    add_category(other_world)

    assert world.operate(list_audit).data["items"] == []
    assert world.operate(list_audit, id=4711).code == "NOT_FOUND"


def test_a_client_s_key_is_not_the_operator_s(world: World) -> None:
    assert world.call(list_audit, id=world.client.id).status == 401

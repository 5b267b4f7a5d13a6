"""DELETE /v1/progress/{kind}/{id}."""

from datetime import date

import pytest

from progress_logs import (
    delete_entry,
    get_progress,
    get_summary,
    log_measurement,
    log_nutrition,
    log_water,
    log_workout,
)
from stvos.dynamodb.keys import UserId
from tests.api.progress_logs.test_log_nutrition import OATS
from tests.world import World

BODIES = {
    "workout": (log_workout, {"name": "Row", "durationMinutes": 20}),
    "nutrition": (log_nutrition, OATS),
    "water": (log_water, {"amountMl": 400}),
    "measurement": (log_measurement, {"weightKg": 80}),
}


@pytest.mark.parametrize("kind", BODIES)
def test_what_is_deleted_no_longer_counts(world: World, kind: str) -> None:
    member = world.member()
    before = member.call(get_progress, query={"kind": kind}).data
    endpoint, body = BODIES[kind]
    entry = member.call(endpoint, body=body).data["entry"]

    reply = member.call(delete_entry, kind=kind, id=entry["id"])

    assert (reply.status, reply.data) == (200, {"deleted": True})
    assert member.call(get_progress, query={"kind": kind}).data == before
    assert member.call(get_summary).data["streakDays"] == 0
    key = world.keys.log(UserId(member.id), kind, date.fromisoformat(entry["date"]), entry["id"])
    assert world.table.find(key) is None


def test_an_entry_of_long_ago_is_found_by_its_id(world: World) -> None:
    member = world.member()
    body = {"amountMl": 400, "date": "2026-02-03"}
    entry = member.call(log_water, body=body).data["entry"]

    assert member.call(delete_entry, kind="water", id=entry["id"]).status == 200
    day = {"from": "2026-02-03", "to": "2026-02-03"}
    assert member.call(get_progress, query=day).data["series"][0]["waterMl"] == 0


def test_deleting_twice_takes_back_once(world: World) -> None:
    member = world.member()
    member.call(log_water, body={"amountMl": 100})
    entry = member.call(log_water, body={"amountMl": 400}).data["entry"]

    replies = [member.call(delete_entry, kind="water", id=entry["id"]) for _ in range(3)]

    assert [reply.status for reply in replies] == [200, 404, 404]
    assert member.call(get_progress).data["series"][-1]["waterMl"] == 100


def test_the_weight_before_comes_back(world: World) -> None:
    member = world.member()
    member.call(log_measurement, body={"weightKg": 81})
    entry = member.call(log_measurement, body={"weightKg": 18.1 + 62}).data["entry"]

    member.call(delete_entry, kind="measurement", id=entry["id"])

    assert member.call(get_progress).data["series"][-1]["weightKg"] == 81


def test_unknown_kinds_and_ids_and_others_entries_are_alike(
    world: World, other_world: World
) -> None:
    member, neighbour, stranger = world.member(), world.member(), other_world.member()
    entry = member.call(log_water, body={"amountMl": 400}).data["entry"]["id"]

    replies = [
        neighbour.call(delete_entry, kind="water", id=entry),
        stranger.call(delete_entry, kind="water", id=entry),
        member.call(delete_entry, kind="workout", id=entry),
        member.call(delete_entry, kind="sleep", id=entry),
        member.call(delete_entry, kind="WATER", id=entry),
        member.call(delete_entry, kind="water", id=entry + 1),
        member.call(delete_entry, kind="water", id="0"),
        member.call(delete_entry, kind="water", id="x" * 300),
    ]

    assert {reply.status for reply in replies} == {404}
    assert len({str({**reply.json, "requestId": ""}) for reply in replies}) == 1
    assert member.call(get_progress).data["series"][-1]["waterMl"] == 400


def test_a_repetition_after_a_crash_answers_like_the_first(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = world.member()
    entry = member.call(log_water, body={"amountMl": 400}).data["entry"]["id"]
    key = {"Idempotency-Key": "take it back"}

    with monkeypatch.context() as patched:
        patched.setattr(delete_entry, "DeletedAnswer", lambda: 1 / 0)
        with pytest.raises(AssertionError):  # A crash: the tests do not let a 500 pass.
            member.call(delete_entry, kind="water", id=entry, headers=key)
    again = member.call(delete_entry, kind="water", id=entry, headers=key)

    assert (again.status, again.data) == (200, {"deleted": True})
    assert member.call(get_progress).data["series"][-1]["waterMl"] == 0

"""POST /v1/sessions/{id}/progress: what a heartbeat may not hold, and whose it must be."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from stvos.dynamodb.keys import UserId
from stvos.dynamodb.table import delete
from tests.api.viewing.watching import Watching
from tests.viewing_samples import stored
from tests.world import Member, World
from viewing import get_session, record_progress


@pytest.fixture
def watching(world: World) -> Watching:
    return Watching(world)


def test_sessions_of_others_are_as_unknown_as_none(
    watching: Watching, world: World, other_world: World
) -> None:
    callers: list[tuple[Member, int]] = [
        (world.member(), watching.id),
        (other_world.member(), watching.id),
        (watching.member, 1),
    ]

    replies = [
        caller.call(record_progress, id=number, body={"positionSeconds": 30})
        for caller, number in callers
    ]

    assert {reply.status for reply in replies} == {404}
    assert len({str(reply.json | {"requestId": ""}) for reply in replies}) == 1
    assert stored(world, watching.member, watching.id).version == 1


@pytest.mark.parametrize("number", ["abc", "0", "-1", "9" * 17, "1e3", "١"])
def test_what_cannot_be_an_id_is_not_found(watching: Watching, number: str) -> None:
    reply = watching.member.call(record_progress, id=number, body={"positionSeconds": 30})

    assert reply.status == 404


def test_an_erased_account_is_signed_out(watching: Watching) -> None:
    keys, user = watching.world.keys, UserId(watching.member.id)
    watching.world.table.write(delete(keys.session(user, watching.id)))
    watching.world.table.write(delete(keys.user(user)))

    reply = watching.member.call(record_progress, id=watching.id, body={"positionSeconds": 30})

    assert (reply.status, reply.code) == (401, "INVALID_TOKEN")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({}, "body.positionSeconds"),
        ({"positionSeconds": "half"}, "body.positionSeconds"),
        ({"positionSeconds": -1}, "body.positionSeconds"),
        ({"positionSeconds": 86_401}, "body.positionSeconds"),
        ({"positionSeconds": None}, "body.positionSeconds"),
        ({"positionSeconds": True}, "body.positionSeconds"),
        ({"positionSeconds": 1, "seq": -1}, "body.seq"),
        ({"positionSeconds": 1, "seq": 2**53}, "body.seq"),
        ({"positionSeconds": 1, "seq": 1.5}, "body.seq"),
        ({"positionSeconds": 1, "segments": [[5, 4]]}, "body.segments[0]"),
        ({"positionSeconds": 1, "segments": [[1]]}, "body.segments[0][1]"),
        ({"positionSeconds": 1, "segments": [[1, 2, 3]]}, "body.segments[0]"),
        ({"positionSeconds": 1, "segments": [["none", 1]]}, "body.segments[0][0]"),
        ({"positionSeconds": 1, "segments": [[-1, 1]]}, "body.segments[0][0]"),
        ({"positionSeconds": 1, "segments": [[0, 1e300]]}, "body.segments[0][1]"),
        ({"positionSeconds": 1, "segments": [[0, 1]] * 101}, "body.segments"),
        ({"positionSeconds": 1, "segments": "all"}, "body.segments"),
    ],
)
def test_a_bad_heartbeat_is_refused(watching: Watching, body: dict[str, Any], path: str) -> None:
    reply = watching.member.call(record_progress, id=watching.id, body=body)

    assert (reply.status, reply.code, reply.paths) == (400, "VALIDATION_ERROR", [path])
    assert stored(watching.world, watching.member, watching.id).version == 1


@pytest.mark.parametrize("days", [-8, -7.001, 0.01, 1, 400])
def test_what_cannot_have_been_played_then_is_refused(watching: Watching, days: float) -> None:
    told = (watching.clock.at + timedelta(days=days)).isoformat()
    body = {"positionSeconds": 30, "segments": [[0, 30]], "playedAt": told}

    reply = watching.clock.call(watching.member, record_progress, id=watching.id, body=body)

    assert (reply.status, reply.paths) == (400, ["body.playedAt"])
    assert stored(watching.world, watching.member, watching.id).version == 1


@pytest.mark.parametrize("told", ["yesterday", "2026-11-01", 5, "2026-11-01T10:00:00"])
def test_what_is_no_instant_is_refused(watching: Watching, told: object) -> None:
    body = {"positionSeconds": 30, "playedAt": told}

    reply = watching.member.call(record_progress, id=watching.id, body=body)

    assert (reply.status, reply.paths) == (400, ["body.playedAt"])


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none_are_refused(watching: Watching, number: str) -> None:
    reply = watching.member.call(
        record_progress, id=watching.id, body=f'{{"positionSeconds": {number}}}'
    )

    assert reply.status == 400


def test_unknown_fields_are_ignored_and_named(watching: Watching) -> None:
    body = {"positionSeconds": 0, "watchedSeconds": 600, "completed": True}
    reply = watching.member.call(record_progress, id=watching.id, body=body)

    assert reply.data["session"]["watchedSeconds"] == 0
    assert reply.headers["X-Ignored-Fields"] == "body.watchedSeconds, body.completed"


def test_the_same_idempotency_key_is_answered_alike(watching: Watching) -> None:
    ask = {
        "id": watching.id,
        "body": {"positionSeconds": 10, "segments": [[0, 10]]},
        "headers": {"Idempotency-Key": "beat-1"},
    }

    first, second = (watching.member.call(record_progress, **ask) for _ in range(2))

    assert first.data == second.data
    assert stored(watching.world, watching.member, watching.id).version == 2


def test_the_history_shows_what_the_heartbeats_left(watching: Watching) -> None:
    beaten = watching.beat(30, 30)

    assert watching.member.call(get_session, id=watching.id).data["session"] == beaten
    assert datetime.fromisoformat(beaten["lastSeenAt"]) == watching.clock.at.replace(microsecond=0)

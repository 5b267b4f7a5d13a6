"""POST /v1/sessions/{id}/progress."""

from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from stvos.clock import epoch_ms
from stvos.errors import Conflict
from stvos.keys import UserId
from stvos.table import Table, delete
from stvos.viewing.repository import SessionRepository
from tests.viewing_samples import Hands, class_of, stored
from tests.world import Member, World
from viewing import complete_session, get_session, record_progress, start_session


class Watching:
    """A member in front of a class of ten minutes."""

    def __init__(self, world: World, **chosen: Any) -> None:
        self.world = world
        self.member = world.member(settings={"timezone": chosen.pop("zone", "UTC")})
        self.clock = Hands()
        self.chosen = class_of(world, **chosen)
        body = {"classId": self.chosen.id}
        self.id = self.clock.call(self.member, start_session, body=body).data["session"]["id"]

    def beat(self, position: float, seconds: float = 0, **more: Any) -> Any:
        """A heartbeat so many seconds later; the session it answers."""
        body = {"positionSeconds": position} | more
        reply = self.clock.call(self.member, record_progress, seconds, id=self.id, body=body)
        assert reply.status == 200, reply.text
        assert reply.data["heartbeatSeconds"] == 30
        return reply.data["session"]


@pytest.fixture
def watching(world: World) -> Watching:
    return Watching(world)


def test_a_heartbeat_plays_the_way_from_the_last_position(watching: Watching) -> None:
    watching.beat(30, 30)
    session = watching.beat(60, 30)

    assert session["positionSeconds"] == session["watchedSeconds"] == 60
    assert (session["percentComplete"], session["status"]) == (10, "active")
    kept = stored(watching.world, watching.member, watching.id)
    assert (kept.played, kept.watched_ms, kept.version) == ((0, 60_000), 60_000, 3)


def test_a_jump_to_the_end_plays_twice_the_time_that_passed(watching: Watching) -> None:
    watching.beat(30, 30)

    session = watching.beat(600, 30)

    assert (session["watchedSeconds"], session["positionSeconds"]) == (90, 600)
    assert (session["status"], session["completedAt"]) == ("active", None)


def test_a_way_back_plays_nothing(watching: Watching) -> None:
    watching.beat(60, 60)

    session = watching.beat(10, 30)

    assert (session["watchedSeconds"], session["positionSeconds"]) == (60, 10)


def test_a_replay_counts_once(watching: Watching) -> None:
    for position in (30, 60, 0, 30, 60, 90):
        session = watching.beat(position, 30)

    assert session["watchedSeconds"] == 90


def test_segments_count_as_their_union(watching: Watching) -> None:
    watching.beat(50, segments=[[0, 30], [20, 50]])

    session = watching.beat(200, segments=[[190, 200], [40, 60], [192.5, 195]])

    assert session["watchedSeconds"] == 70


def test_repeated_and_reordered_heartbeats_change_nothing(watching: Watching) -> None:
    watching.beat(30, 30, seq=1, segments=[[0, 30]])
    newest = watching.beat(90, 60, seq=3, segments=[[60, 90]])

    repeated = watching.beat(90, 30, seq=3, segments=[[60, 90]])
    late = watching.beat(60, 1, seq=2, segments=[[30, 60]])

    assert repeated == late == newest
    assert stored(watching.world, watching.member, watching.id).version == 3


def test_lost_heartbeats_are_made_up_by_the_next_one(watching: Watching) -> None:
    watching.beat(30, 30, seq=1)

    session = watching.beat(180, 150, seq=6)

    assert session["watchedSeconds"] == 180


def test_ninety_percent_watched_completes(watching: Watching) -> None:
    before = watching.beat(539, 600, segments=[[0, 539]])
    completed = watching.beat(540, 1, segments=[[539, 540]])
    after = watching.beat(600, 60, segments=[[540, 600]])

    assert (before["status"], before["percentComplete"]) == ("active", 89)
    assert (completed["status"], completed["percentComplete"]) == ("completed", 90)
    assert completed["completedAt"] == completed["lastSeenAt"]
    assert (after["status"], after["percentComplete"]) == ("completed", 100)
    assert after["completedAt"] == completed["completedAt"]


def test_a_claim_to_have_watched_all_at_once_is_not_believed(watching: Watching) -> None:
    session = watching.beat(600, 10, segments=[[0, 600]])

    # Half the class may be ahead of the clock, and twice the ten seconds.
    assert (session["watchedSeconds"], session["status"]) == (320, "active")


def test_a_long_class_is_believed_five_minutes_ahead(world: World) -> None:
    watching = Watching(world, duration=60)

    session = watching.beat(3600, 10, segments=[[0, 3600]])

    assert session["watchedSeconds"] == 320


def test_positions_behind_the_end_are_cut(watching: Watching) -> None:
    session = watching.beat(9000, 60, segments=[[590, 9000]])

    assert (session["positionSeconds"], session["watchedSeconds"]) == (600, 10)


def test_fractions_of_seconds_add_up(watching: Watching) -> None:
    for step in range(1, 11):
        session = watching.beat(step * 29.7, 29.7)

    assert session["watchedSeconds"] == 297


def test_what_is_watched_belongs_to_the_day_it_was_watched_on(world: World) -> None:
    watching = Watching(world, zone="Asia/Tokyo", duration=60)
    # Tomorrow's midnight in Tokyo is 15:00 UTC.
    today = watching.clock.at.astimezone(UTC)
    midnight = today.replace(hour=15, minute=0, second=0, microsecond=0)
    midnight += timedelta(days=1) if midnight <= today else timedelta()
    day = midnight.date()
    watching.clock.at = midnight - timedelta(seconds=1)

    # The token of the member has long expired by then: the rules are asked, not the route.
    with patch("stvos.endpoint.epoch", return_value=0):
        watching.beat(40, segments=[[0, 40]])
        watching.beat(70, 1, segments=[[30, 70]])

    kept = stored(world, watching.member, watching.id)
    assert kept.days == {
        day.isoformat(): 40_000,
        (day + timedelta(days=1)).isoformat(): 30_000,
    }


def test_a_heartbeat_reopens_an_ended_session(watching: Watching) -> None:
    watching.beat(30, 30)
    watching.clock.call(watching.member, complete_session, id=watching.id, body={})

    session = watching.beat(60, 30)

    assert (session["status"], session["watchedSeconds"]) == ("active", 60)
    again = watching.clock.call(
        watching.member, start_session, body={"classId": watching.chosen.id}
    )
    assert (again.status, again.data["session"]["id"]) == (200, watching.id)


def test_a_repeated_heartbeat_does_not_reopen_a_session(watching: Watching) -> None:
    watching.beat(30, 30, seq=1)
    watching.clock.call(watching.member, complete_session, id=watching.id, body={})

    session = watching.beat(30, 1, seq=1)

    assert session["status"] == "ended"


def test_an_ended_session_of_24_hours_ago_stays_ended(world: World) -> None:
    member, chosen, clock = world.member(), class_of(world), Hands()
    clock.at -= timedelta(hours=24)
    session = clock.call(member, start_session, body={"classId": chosen.id}).data["session"]
    clock.call(member, complete_session, id=session["id"], body={})

    beat = {"positionSeconds": 30}
    reply = clock.call(member, record_progress, 24 * 3600, id=session["id"], body=beat)

    assert (reply.status, reply.code) == (409, "CONFLICT")
    assert stored(world, member, session["id"]).status == "ended"


def test_a_heartbeat_costs_one_read_and_one_write(watching: Watching) -> None:
    calls: list[str] = []
    dynamodb = Table.of_stack()._dynamodb
    dynamodb.meta.events.register(
        "before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="count"
    )
    try:
        # The authorizer, cached by the gateway, is asked by `member.call`; so it is left out.
        context = {
            "kind": "user",
            "clientId": str(watching.world.client.id),
            "features": "classes",
            "userId": str(watching.member.id),
            "role": "user",
        }
        body = {"positionSeconds": 30}
        watching.member.call(record_progress, id=watching.id, body=body, context=context)
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb", unique_id="count")

    assert calls == ["GetItem", "UpdateItem"]


def test_a_heartbeat_that_lost_a_race_is_worked_out_again(watching: Watching) -> None:
    real = SessionRepository.replace
    lost: list[Any] = []

    def replace(self: SessionRepository, before: Any, after: Any) -> Any:
        if len(lost) < 3:
            lost.append(after)
            raise Conflict
        return real(self, before, after)

    with patch.object(SessionRepository, "replace", replace):
        session = watching.beat(30, 30)

    assert (len(lost), session["watchedSeconds"]) == (3, 30)


def test_a_heartbeat_that_loses_every_race_is_to_be_sent_again(watching: Watching) -> None:
    with (
        patch.object(SessionRepository, "replace", side_effect=Conflict()),
        patch("stvos.viewing.service.time.sleep"),
    ):
        reply = watching.member.call(record_progress, id=watching.id, body={"positionSeconds": 30})

    assert (reply.status, reply.code) == (409, "CONFLICT")


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
        ({"positionSeconds": "30"}, "body.positionSeconds"),
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
        ({"positionSeconds": 1, "segments": [["0", 1]]}, "body.segments[0][0]"),
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
    assert epoch_ms(datetime.fromisoformat(beaten["lastSeenAt"])) == epoch_ms(watching.clock.at)

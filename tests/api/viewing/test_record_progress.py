"""POST /v1/sessions/{id}/progress: what a heartbeat counts."""

from datetime import UTC, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from stvos.errors import Conflict
from stvos.viewing.repository import SessionRepository
from tests.api.viewing.watching import Watching
from tests.viewing_samples import Hands, class_of, stored
from tests.world import World
from viewing import complete_session, record_progress, start_session


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


def test_repeated_heartbeats_change_nothing(watching: Watching) -> None:
    watching.beat(30, 30, seq=1, segments=[[0, 30]])
    newest = watching.beat(90, 60, seq=3, segments=[[60, 90]])

    repeated = watching.beat(90, 30, seq=3, segments=[[60, 90]])
    late = watching.beat(60, 1, seq=2)

    assert repeated == late == newest
    assert stored(watching.world, watching.member, watching.id).version == 3


def test_a_late_heartbeat_counts_its_segments_and_moves_no_position(watching: Watching) -> None:
    watching.beat(90, 60, seq=3, segments=[[60, 90]])

    late = watching.beat(60, 1, seq=2, segments=[[30, 60]])

    assert (late["watchedSeconds"], late["positionSeconds"]) == (60, 90)


def test_two_devices_with_numbers_of_their_own_silence_each_other_in_nothing(
    world: World,
) -> None:
    watching = Watching(world, duration=60)
    for second in range(0, 1800, 30):
        number = second // 30 + 1
        watching.beat(second + 30, 30, seq=number + 500, segments=[[second, second + 30]])
        other = 1800 + second
        session = watching.beat(other + 30, 0, seq=number, segments=[[other, other + 30]])

    assert (session["watchedSeconds"], session["percentComplete"]) == (3600, 100)


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
    with patch("stvos.api.endpoint.epoch", return_value=0):
        watching.beat(40, segments=[[0, 40]])
        watching.beat(70, 1, segments=[[30, 70]])

    kept = stored(world, watching.member, watching.id)
    assert kept.days == {
        day.isoformat(): 40_000,
        (day + timedelta(days=1)).isoformat(): 30_000,
    }


def test_what_was_played_offline_belongs_to_the_day_it_was_played_on(watching: Watching) -> None:
    yesterday = watching.clock.at - timedelta(days=1)

    session = watching.beat(30, segments=[[0, 30]], playedAt=yesterday.isoformat())

    assert session["watchedSeconds"] == session["positionSeconds"] == 30
    kept = stored(watching.world, watching.member, watching.id)
    assert kept.days == {yesterday.date().isoformat(): 30_000}


def test_heartbeats_of_an_app_that_was_offline_are_measured_by_when_they_were_played(
    watching: Watching,
) -> None:
    played = watching.clock.at
    watching.beat(20, 3600, playedAt=(played + timedelta(seconds=30)).isoformat())

    session = watching.beat(500, playedAt=(played + timedelta(seconds=60)).isoformat())

    assert session["watchedSeconds"] == 80


def test_a_heartbeat_of_seven_days_ago_counts(watching: Watching) -> None:
    week_ago = watching.clock.at - timedelta(days=7)

    session = watching.beat(10, segments=[[0, 10]], playedAt=week_ago.isoformat())

    assert session["watchedSeconds"] == 10


def test_a_clock_a_little_ahead_is_read_as_now(watching: Watching) -> None:
    ahead = watching.clock.at + timedelta(seconds=40)

    session = watching.beat(30, 15, playedAt=ahead.isoformat())

    assert session["lastSeenAt"] == watching.beat(30)["lastSeenAt"]


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

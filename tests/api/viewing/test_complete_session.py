"""POST /v1/sessions/{id}/complete."""

from typing import Any

import pytest

from tests.viewing_samples import Hands, class_of, stored
from tests.world import World
from viewing import complete_session, record_progress, start_session


class Watched:
    """A member who watched some seconds of a class of ten minutes."""

    def __init__(self, world: World, seconds: int, **chosen: Any) -> None:
        self.member, self.clock = world.member(), Hands()
        body = {"classId": class_of(world, **chosen).id}
        self.id = self.clock.call(self.member, start_session, body=body).data["session"]["id"]
        beat = {"positionSeconds": seconds, "segments": [[0, seconds]]}
        self.clock.call(self.member, record_progress, seconds, id=self.id, body=beat)

    def end(self, later: float = 0, **body: Any) -> Any:
        reply = self.clock.call(self.member, complete_session, later, id=self.id, body=body)
        assert reply.status == 200, reply.text
        return reply.data["session"]


def test_a_session_left_early_is_ended_and_not_completed(world: World) -> None:
    watched = Watched(world, 500)

    session = watched.end()

    assert (session["status"], session["completedAt"]) == ("ended", None)
    assert (session["watchedSeconds"], session["percentComplete"]) == (500, 83)
    assert stored(world, watched.member, watched.id).status == "ended"


def test_the_last_stretch_counts(world: World) -> None:
    watched = Watched(world, 530)

    session = watched.end(5, positionSeconds=540)

    assert (session["status"], session["watchedSeconds"]) == ("completed", 540)
    assert session["completedAt"] == session["lastSeenAt"]


def test_standing_at_the_end_is_not_having_watched(world: World) -> None:
    watched = Watched(world, 30)

    session = watched.end(5, positionSeconds=600)

    assert (session["status"], session["watchedSeconds"]) == ("ended", 40)
    assert session["positionSeconds"] == 600


def test_a_video_that_is_shorter_than_listed_completes_where_it_ends(world: World) -> None:
    watched = Watched(world, 240, duration=5)

    session = watched.end(20, positionSeconds=260)

    assert (session["status"], session["percentComplete"]) == ("completed", 100)
    assert (session["watchedSeconds"], session["durationSeconds"]) == (260, 260)


def test_a_known_length_completes_at_ninety_percent_of_it(world: World) -> None:
    watched = Watched(world, 233, duration=5, duration_seconds=260)

    before = watched.end()
    body = {"positionSeconds": 234}
    after = watched.clock.call(watched.member, record_progress, 1, id=watched.id, body=body)

    assert (before["status"], before["percentComplete"]) == ("ended", 89)
    session = after.data["session"]
    assert (session["status"], session["durationSeconds"]) == ("completed", 260)


def test_ending_twice_changes_nothing(world: World) -> None:
    watched = Watched(world, 100)
    first = watched.end()

    again = watched.end(60, positionSeconds=200)

    assert again == first


def test_a_completed_session_stays_completed(world: World) -> None:
    watched = Watched(world, 560)

    first, again = watched.end(), watched.end(30)

    assert first == again
    assert first["status"] == "completed"


def test_an_empty_body_will_do(world: World) -> None:
    watched = Watched(world, 100)

    reply = watched.member.call(complete_session, id=watched.id, body=None)

    assert reply.data["session"]["status"] == "ended"


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"positionSeconds": "1"}, "body.positionSeconds"),
        ({"positionSeconds": -1}, "body.positionSeconds"),
        ({"status": "completed"}, "body.status"),
    ],
)
def test_a_bad_body_is_refused(world: World, body: dict[str, Any], path: str) -> None:
    watched = Watched(world, 100)

    reply = watched.member.call(complete_session, id=watched.id, body=body)

    assert (reply.status, reply.paths) == (400, [path])
    assert stored(world, watched.member, watched.id).status == "active"


def test_sessions_of_others_are_as_unknown_as_none(world: World, other_world: World) -> None:
    watched = Watched(world, 100)

    replies = [
        caller.call(complete_session, id=number, body={})
        for caller, number in (
            (world.member(), watched.id),
            (other_world.member(), watched.id),
            (watched.member, 1),
        )
    ]

    assert {reply.status for reply in replies} == {404}
    assert len({str(reply.json | {"requestId": ""}) for reply in replies}) == 1
    assert stored(world, watched.member, watched.id).status == "active"

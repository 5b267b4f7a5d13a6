"""Watching a class: where it plays from, the heartbeats, what was begun and what was seen."""

import time
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.end_to_end.api import until
from tests.end_to_end.trip import Trip

LENGTH = 60
BEATS = 30
# Twice the speed of the clock is as fast as playback counts: 27 s of wall time are the floor.
SECONDS_A_BEAT = LENGTH // BEATS


def a_video_s_address_is_handed_out(trip: Trip) -> None:
    class_id = _short_class(trip)

    access = trip.member.get(f"/video/access/{class_id}").data

    assert (access["kind"], access["resumePositionSeconds"]) == ("hls", 0)
    assert access["playbackUrl"] == trip.brand.lines[0]["video"]["ref"]
    assert datetime.fromisoformat(access["expiresAt"]) > datetime.now(ZoneInfo("UTC"))
    assert trip.app.get(f"/video/access/{class_id}").code == "MISSING_TOKEN"


def thirty_heartbeats_complete_a_class_at_ninety_percent(trip: Trip) -> None:
    """Some are sent twice, some overtaken by the next, and one jumps to the end."""
    start = trip.member.post("/sessions/start", {"classId": _short_class(trip)})
    again = trip.member.post("/sessions/start", {"classId": _short_class(trip)})
    assert (start.status, again.status) == (201, 200)
    trip.completed = start.data["session"]["id"]
    assert again.data["session"]["id"] == trip.completed
    beats = _Heartbeats(trip)

    for beat in range(1, BEATS + 1):
        time.sleep(1)
        position = beat * SECONDS_A_BEAT
        if beat % 8 == 0:
            continue  # Still on its way: it comes after the next.
        beats.send(position)
        if beat % 8 == 1 and beat > 1:
            beats.send_late(position - SECONDS_A_BEAT)
        if beat % 5 == 0:
            beats.send_again()
        if beat == 10:
            jumped = beats.send(LENGTH)
            assert (jumped["status"], jumped["positionSeconds"]) == ("active", LENGTH)
            assert jumped["watchedSeconds"] < LENGTH / 2
        if beat == 15:
            _is_shown_as_begun(trip, beats.last)

    watched = [answer["watchedSeconds"] for answer in beats.answers]
    assert watched == sorted(watched)
    assert watched[-1] <= LENGTH
    completed = [answer["status"] == "completed" for answer in beats.answers]
    assert completed == [10 * seconds >= 9 * LENGTH for seconds in watched]
    assert completed[-1]
    assert beats.answers[-1]["percentComplete"] >= 90
    assert beats.answers[-1]["completedAt"]


def what_was_begun_is_offered_and_what_was_seen_is_history(trip: Trip) -> None:
    [longer] = trip.app.get("/content/classes", minDuration=20, isLive="false", limit=1).data[
        "items"
    ]
    session = trip.member.post("/sessions/start", {"classId": longer["id"]}).data["session"]
    trip.begun = session["id"]
    body = {"positionSeconds": 90, "seq": 1, "segments": [[0, 60], [30, 90]]}
    heard = trip.member.post(f"/sessions/{trip.begun}/progress", body).data["session"]
    assert (heard["watchedSeconds"], heard["status"]) == (90, "active")

    assert _is_shown_as_begun(trip, heard) == [longer["id"]], "the completed one is not offered"
    left = trip.member.post(f"/sessions/{trip.begun}/complete").data["session"]
    assert (left["status"], left["completedAt"]) == ("ended", None)
    today = datetime.now(ZoneInfo(trip.zone)).date()

    def history(**narrowed: object) -> list[int]:
        return [s["id"] for s in trip.member.get("/sessions", **narrowed).data["items"]]

    assert history() == history(from_=today, to=today) == [trip.begun, trip.completed]
    assert history(status="completed") == [trip.completed]
    assert history(limit=1) == [trip.begun]
    seen = trip.member.get(f"/sessions/{trip.completed}").data["session"]
    assert (seen["status"], seen["className"]) == ("completed", trip.brand.class_names[0])

    def minutes() -> int:
        series = trip.member.get("/progress", from_=today, to=today).data["series"]
        return int(series[0]["watchedMinutes"])

    until(lambda: minutes() == 2)


class _Heartbeats:
    """A player that counts its heartbeats."""

    def __init__(self, trip: Trip) -> None:
        self._trip = trip
        self._seq = 0
        self._sent: dict[str, Any] = {}
        self.answers: list[dict[str, Any]] = []

    @property
    def last(self) -> dict[str, Any]:
        return self.answers[-1]

    def send(self, position: int) -> dict[str, Any]:
        # One number is left free, for a heartbeat that is overtaken.
        self._seq += 2
        self._sent = {"positionSeconds": position, "seq": self._seq}
        self.answers.append(self._post(self._sent))
        return self.last

    def send_again(self) -> None:
        assert self._post(self._sent) == self.last

    def send_late(self, position: int) -> None:
        assert self._post({"positionSeconds": position, "seq": self._seq - 1}) == self.last

    def _post(self, body: dict[str, Any]) -> dict[str, Any]:
        answer = self._trip.member.post(f"/sessions/{self._trip.completed}/progress", body)
        assert answer.data["heartbeatSeconds"] == 30
        return dict(answer.data["session"])


def _is_shown_as_begun(trip: Trip, session: dict[str, Any]) -> list[int]:
    """The front page offers to go on with it, and so does the player; answers what is offered."""
    begun = trip.member.get("/content/discover").data["continueWatching"]
    assert (begun[0]["sessionId"], begun[0]["id"]) == (session["id"], session["classId"])
    for name in ("positionSeconds", "percentComplete"):
        assert begun[0][name] == session[name]
    access = trip.member.get(f"/video/access/{session['classId']}").data
    assert access["resumePositionSeconds"] == session["positionSeconds"]
    return [card["id"] for card in begun]


def _short_class(trip: Trip) -> int:
    [card] = trip.app.get("/content/classes", maxDuration=1).data["items"]
    return int(card["id"])

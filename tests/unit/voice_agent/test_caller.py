"""The caller in a room: one microphone is heard, and their leaving is noticed."""

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from livekit import rtc

from tests.unit.voice_agent.test_conversation import in_time
from voice_agent import caller
from voice_agent.caller import Caller

AUDIO, VIDEO = rtc.TrackKind.KIND_AUDIO, rtc.TrackKind.KIND_VIDEO
MICROPHONE = rtc.TrackSource.SOURCE_MICROPHONE


@dataclass(frozen=True)
class Track:
    name: str
    kind: Any = AUDIO


@dataclass
class Publication:
    sid: str
    source: Any = MICROPHONE
    track: Track | None = None


@dataclass
class Participant:
    identity: str
    kind: Any = rtc.ParticipantKind.PARTICIPANT_KIND_STANDARD
    track_publications: dict[str, Publication] = field(default_factory=dict)


AGENT = rtc.ParticipantKind.PARTICIPANT_KIND_AGENT
MIA = Participant("mia")


class Room(rtc.EventEmitter[str]):
    """What a caller's room says. `heard`: whose sound is listened to now."""

    def __init__(self, *participants: Participant) -> None:
        super().__init__()
        self.remote_participants = {one.identity: one for one in participants}
        self.heard: list[str] = []

    async def listen(self, track: Track, _: Any) -> None:
        self.heard.append(track.name)
        try:
            await asyncio.Event().wait()
        finally:
            self.heard.remove(track.name)

    def caller(self) -> Caller:
        return Caller(cast("rtc.Room", self), lambda _: None, 0.05)

    async def subscribed(self, track: Track, publication: Publication, who: Participant) -> None:
        self.emit("track_subscribed", track, publication, who)
        await _settled()

    async def unsubscribed(self, publication: Publication, who: Participant) -> None:
        self.emit("track_unsubscribed", Track(""), publication, who)
        await _settled()


async def _settled() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    room = Room(MIA)
    monkeypatch.setattr(caller, "listen", room.listen)
    return room


def test_a_shared_screen_and_pictures_are_not_what_the_caller_says(room: Room) -> None:
    async def run() -> None:
        one = room.caller()
        film = Publication("film", rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO)
        await room.subscribed(Track("film"), film, MIA)
        await room.subscribed(Track("camera", VIDEO), Publication("camera"), MIA)
        await room.subscribed(Track("agent"), Publication("a"), Participant("agent", AGENT))
        assert room.heard == []
        await room.subscribed(Track("voice"), Publication("voice"), MIA)
        assert room.heard == ["voice"]
        await one.close()
        assert room.heard == []

    in_time(run())


def test_one_microphone_is_heard_at_a_time_the_newest(room: Room) -> None:
    async def run() -> None:
        one = room.caller()
        first, second = Publication("1"), Publication("2")
        await room.subscribed(Track("first"), first, MIA)
        await room.subscribed(Track("second"), second, Participant("mia-again"))
        assert room.heard == ["second"]
        await room.unsubscribed(second, MIA)
        assert room.heard == ["first"]
        await room.unsubscribed(first, MIA)
        assert room.heard == []
        await one.close()

    in_time(run())


def test_a_track_that_comes_again_is_heard_again(room: Room) -> None:
    async def run() -> None:
        one = room.caller()
        publication = Publication("1")
        await room.subscribed(Track("before"), publication, MIA)
        # After a reconnection, without a word about the first.
        await room.subscribed(Track("after"), publication, MIA)
        assert room.heard == ["after"]
        await room.unsubscribed(publication, MIA)
        await room.subscribed(Track("republished"), Publication("2"), MIA)
        assert room.heard == ["republished"]
        await one.close()

    in_time(run())


def test_a_microphone_that_breaks_leaves_the_next_one_to_be_heard(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks(*_: Any) -> None:
        raise RuntimeError

    async def run() -> None:
        one = room.caller()
        monkeypatch.setattr(caller, "listen", breaks)
        await room.subscribed(Track("broken"), Publication("1"), MIA)
        monkeypatch.setattr(caller, "listen", room.listen)
        await room.subscribed(Track("voice"), Publication("2"), MIA)
        assert room.heard == ["voice"]
        await one.close()

    in_time(run())


def test_a_caller_is_gone_after_their_time_or_with_the_room(room: Room) -> None:
    async def run() -> None:
        one = room.caller()
        assert await one.came()
        room.remote_participants.clear()
        room.emit("participant_disconnected", MIA)
        await one.gone()
        room.emit("disconnected", None)
        await one.gone()
        assert not await one.came()

    in_time(run())


def test_an_agent_alone_is_no_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> bool:
        return await Room(Participant("agent", AGENT)).caller().came()

    assert not in_time(run())

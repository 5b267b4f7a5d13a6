"""Sound in a room: the agent's can be cut short at any time, the caller's comes from one source."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast

import pytest
from livekit import rtc

from tests.unit.voice_agent.talking import SILENCE
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent import audio, caller
from voice_agent.audio import RATE, Voice
from voice_agent.caller import Caller

AUDIO, VIDEO = rtc.TrackKind.KIND_AUDIO, rtc.TrackKind.KIND_VIDEO
MICROPHONE = rtc.TrackSource.SOURCE_MICROPHONE


class Loudspeaker:
    """In the place of LiveKit's source of sound."""

    def __init__(self, *_: Any, **__: Any) -> None:
        self.played: list[rtc.AudioFrame] = []
        self.on_play: Callable[[], None] = lambda: None
        self.is_closed = False

    async def capture_frame(self, frame: rtc.AudioFrame) -> None:
        if self.is_closed:
            raise RuntimeError("the room is closed")
        assert (frame.sample_rate, frame.num_channels) == (RATE, 1)
        self.played.append(frame)
        self.on_play()
        await asyncio.sleep(0)

    def clear_queue(self) -> None:
        pass

    async def wait_for_playout(self) -> None:
        pass

    async def aclose(self) -> None:
        pass

    @property
    def seconds(self) -> float:
        return sum(frame.samples_per_channel for frame in self.played) / RATE


@pytest.fixture
def loudspeaker(monkeypatch: pytest.MonkeyPatch) -> Loudspeaker:
    loudspeaker = Loudspeaker()
    monkeypatch.setattr(rtc, "AudioSource", lambda *_, **__: loudspeaker)
    return loudspeaker


def sound(seconds: float, rate: int = RATE) -> rtc.AudioFrame:
    count = int(seconds * rate)
    return rtc.AudioFrame(bytes(2 * count), rate, 1, count)


async def say(*frames: rtc.AudioFrame, then: Callable[[Voice], None] = lambda _: None) -> None:
    voice = Voice()
    for frame in frames:
        voice.say(frame)
    then(voice)
    await voice.said()
    await voice.close()


@pytest.mark.parametrize("rate", [8_000, 24_000, 44_100, 48_000])
def test_all_that_is_said_is_played(loudspeaker: Loudspeaker, rate: int) -> None:
    in_time(say(sound(1, rate), sound(0.5, rate)))

    assert loudspeaker.seconds == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize("rate", [16_000, 24_000, 48_000])
def test_a_sentence_is_played_to_its_end(loudspeaker: Loudspeaker, rate: int) -> None:
    in_time(say(sound(0.5, rate), then=Voice.end))

    assert loudspeaker.seconds == pytest.approx(0.5, abs=0.003)


def test_nothing_of_an_interrupted_sentence_is_heard_later(loudspeaker: Loudspeaker) -> None:
    noise = rtc.AudioFrame(b"\x00\x40" * 2_400, 24_000, 1, 2_400)

    def interrupt(voice: Voice) -> None:
        voice.stop()
        loudspeaker.played.clear()
        voice.say(sound(0.5, 24_000))
        voice.end()

    async def run() -> None:
        voice = Voice()
        voice.say(noise)
        await voice.said()
        interrupt(voice)
        await voice.said()
        await voice.close()

    in_time(run())
    assert max(abs(sample) for frame in loudspeaker.played for sample in frame.data) < 100


def test_an_interruption_cuts_a_sentence_that_came_in_one_frame(loudspeaker: Loudspeaker) -> None:
    def interrupt(voice: Voice) -> None:
        loudspeaker.on_play = voice.stop

    in_time(say(sound(20), sound(20), then=interrupt))
    assert loudspeaker.seconds < 0.2


def test_speech_after_an_interruption_is_played(loudspeaker: Loudspeaker) -> None:
    def interrupt(voice: Voice) -> None:
        voice.stop()
        voice.say(sound(0.5))

    in_time(say(sound(20), then=interrupt))
    assert loudspeaker.seconds == pytest.approx(0.5)


def test_a_closed_room_does_not_keep_the_talk_waiting(loudspeaker: Loudspeaker) -> None:
    loudspeaker.is_closed = True

    in_time(say(sound(1), sound(1)))
    assert loudspeaker.played == []


def test_a_frame_that_cannot_be_played_does_not_silence_the_next(loudspeaker: Loudspeaker) -> None:
    async def run() -> None:
        voice = Voice()
        voice.say(cast("rtc.AudioFrame", "no frame"))
        await voice.said()
        voice.say(sound(0.5))
        await voice.said()
        await voice.close()

    in_time(run())
    assert loudspeaker.seconds == pytest.approx(0.5)


def test_endless_speech_does_not_pile_up(loudspeaker: Loudspeaker) -> None:
    assert loudspeaker

    async def run() -> int:
        voice = Voice()
        for _ in range(50_000):
            voice.say(SILENCE)
        waiting = voice._waiting.qsize()
        voice.stop()
        await voice.close()
        return waiting

    assert in_time(run()) <= audio._MOST_WAITING


# ---------------------------------------------------------------- the caller's


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

"""The agent's voice in a room: whole sentences, which can be cut short at any time."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

import pytest
from livekit import rtc

from tests.unit.voice_agent.talking import SILENCE
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent import audio
from voice_agent.audio import RATE, Voice


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

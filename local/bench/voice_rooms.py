"""Participants who measure how long sound takes through a room and back, with LiveKit's client."""

import asyncio
import random
import time
from collections import defaultdict
from collections.abc import Coroutine, Sequence
from typing import Any

import numpy as np
from livekit import rtc

CALLER = "caller"
RATE = 48_000
_FRAME, _FRAME_SECONDS = RATE // 100, 0.01
# A tone that is no phrase of `local/stubs/phrases.py`: one of them would end the talk.
_BURST_SECONDS, _HERTZ, _LOUDNESS = 0.1, 1_200, 12_000
_LOUD, _QUIET_FRAMES = 2_000, 10
# From a burst to the next: longer than any is on its way, and in no rhythm with the frames.
_APART_SECONDS = (1.2, 1.5)
_WAIT_SECONDS = 20.0


class RoomVisitor:
    """Publishes a track, each frame as it is given, and listens to the tracks of others."""

    def __init__(self) -> None:
        self._room = rtc.Room()
        self._source = rtc.AudioSource(RATE, 1, queue_size_ms=0)
        self._tasks: list[asyncio.Task[None]] = []
        self._room.on("track_subscribed", self._subscribed)

    async def enter(self, url: str, token: str) -> None:
        await self._room.connect(url, token)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        await self._room.local_participant.publish_track(track)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._room.disconnect()

    async def _hear(self, who: str, frame: rtc.AudioFrame) -> None:
        raise NotImplementedError

    def _subscribed(self, track: rtc.Track, _: object, who: rtc.RemoteParticipant) -> None:
        self._soon(self._listen(track, who.identity))

    async def _listen(self, track: rtc.Track, who: str) -> None:
        sound = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=10)
        try:
            async for event in sound:
                await self._hear(who, event.frame)
        finally:
            await sound.aclose()

    def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.ensure_future(work))


class Mirror(RoomVisitor):
    """Plays what it hears of the caller, and does nothing else."""

    async def _hear(self, who: str, frame: rtc.AudioFrame) -> None:
        if who == CALLER:
            await self._source.capture_frame(frame)


class BurstCaller(RoomVisitor):
    """Plays bursts of a tone, and hears them come back from each of the others.

    Times are those of `time.perf_counter`. `entered_at`: when each of the others came.
    """

    def __init__(self) -> None:
        super().__init__()
        self._sent: list[float] = []
        self._heard: dict[str, list[float]] = defaultdict(list)
        self._quiet: dict[str, int] = defaultdict(int)
        self._changed = asyncio.Condition()
        self.entered_at: dict[str, float] = {}
        self._room.on("participant_connected", self._entered)

    async def enter(self, url: str, token: str) -> None:
        """Silent at first, as a microphone is: it sends all the time."""
        await super().enter(url, token)
        self._soon(self._play())

    async def hears(self, count: int) -> None:
        """Until so many of the others were heard."""
        async with self._changed:
            enough = self._changed.wait_for(lambda: len(self._heard) >= count)
            await asyncio.wait_for(enough, _WAIT_SECONDS)

    def first_heard(self, who: str) -> float:
        return self._heard[who][0]

    @property
    def is_alone(self) -> bool:
        return not self._room.remote_participants

    @property
    def others(self) -> list[str]:
        """Who was heard, in the order in which they were first."""
        return list(self._heard)

    async def delays(self, count: int) -> dict[str, list[float | None]]:
        """Seconds until each of so many bursts came back, by whom; None for one that was lost."""
        self._sent.clear()
        async with asyncio.timeout(_WAIT_SECONDS + count * _APART_SECONDS[1]), self._changed:
            await self._changed.wait_for(lambda: len(self._sent) > count)
        return {who: delays(self._sent[:count], heard) for who, heard in self._heard.items()}

    async def _play(self) -> None:
        chance = random.Random(20261127)  # noqa: S311 - for a benchmark
        begin, number, next_burst = time.perf_counter(), 0, 0.0
        burst, silence = _burst(), np.zeros(_FRAME, np.int16)
        at = len(burst)
        while True:
            await asyncio.sleep(max(0.0, begin + number * _FRAME_SECONDS - time.perf_counter()))
            if number * _FRAME_SECONDS >= next_burst:
                at, next_burst = 0, next_burst + chance.uniform(*_APART_SECONDS)
                self._sent.append(time.perf_counter())
                await self._notify()
            piece = burst[at : at + _FRAME] if at < len(burst) else silence
            at, number = at + _FRAME, number + 1
            await self._source.capture_frame(rtc.AudioFrame(piece.tobytes(), RATE, 1, _FRAME))

    async def _hear(self, who: str, frame: rtc.AudioFrame) -> None:
        now = time.perf_counter()
        loud = np.abs(np.frombuffer(frame.data, np.int16).astype(int)) > _LOUD
        if not loud.any():
            self._quiet[who] += 1
            return
        if self._quiet[who] >= _QUIET_FRAMES:
            self._heard[who].append(now - _FRAME_SECONDS + int(loud.argmax()) / RATE)
            await self._notify()
        self._quiet[who] = 0

    def _entered(self, who: rtc.RemoteParticipant) -> None:
        self.entered_at[who.identity] = time.perf_counter()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()


def delays(sent: Sequence[float], heard: list[float]) -> list[float | None]:
    """From each sound to the first that is heard before the next one can be."""
    found = (next((one for one in heard if at < one < at + _APART_SECONDS[0]), None) for at in sent)
    return [back and back - at for at, back in zip(sent, found, strict=True)]


def _burst() -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    times = np.arange(int(_BURST_SECONDS * RATE)) / RATE
    return (_LOUDNESS * np.sin(2 * np.pi * _HERTZ * times)).astype(np.int16)

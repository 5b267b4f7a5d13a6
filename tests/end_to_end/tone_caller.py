"""A caller in a room with the voice agent: speaks phrases as tones, and hears the agent's."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import numpy as np
from livekit import rtc

from local.stubs.phrases import GREETING, Phrase
from local.stubs.tones import tone

RATE = 48_000
_FRAME = RATE // 50
_QUIET, _NEAR_HERTZ, _FRAMES = 500, 20, 8
_SPEAKING_SECONDS, _PAUSE_SECONDS = 0.45, 0.4
_WAIT_SECONDS = 60.0
# Longer than an agent tries to reach an API that does not answer.
_TIMES_SAID, _SAID_AGAIN_SECONDS = 3, 25.0
STATE = "stvos.voice"


class ToneCaller:
    """One stay in a room. `states`: what the agent said to the app. `agents`: whose voices came."""

    def __init__(self) -> None:
        self._room = rtc.Room()
        self._source = rtc.AudioSource(RATE, 1)
        self._tasks: list[asyncio.Task[None]] = []
        self._tones: list[int] = []
        self._changed = asyncio.Condition()
        self.states: list[str] = []
        self.agents: list[str] = []
        self._room.on("track_subscribed", self._subscribed)
        self._room.on("data_received", self._received)
        self._returned = asyncio.Event()
        self._room.on("reconnected", self._returned.set)
        self._room.on("disconnected", lambda _: self._soon(self._notify()))

    async def enter(self, entered: dict[str, Any]) -> None:
        """By what the token's endpoint answered."""
        await self._room.connect(entered["url"], entered["token"])
        track = rtc.LocalAudioTrack.create_audio_track("microphone", self._source)
        await self._room.local_participant.publish_track(track)

    async def greeted(self) -> None:
        await self.hears(GREETING.reply_hertz)

    async def says(self, phrase: Phrase) -> None:
        """Say it and hear the answer. As people do, say it again if there is none for long: on a
        busy machine sound gets lost.
        """
        self._tones.clear()
        for _ in range(_TIMES_SAID - 1):
            await self.utters(phrase)
            with suppress(TimeoutError):
                return await self.hears(phrase.reply_hertz, _SAID_AGAIN_SECONDS)
        await self.utters(phrase)
        return await self.hears(phrase.reply_hertz)

    async def utters(self, phrase: Phrase) -> None:
        silence = bytes(2 * int(_PAUSE_SECONDS * RATE))
        samples = tone(phrase.hertz, _SPEAKING_SECONDS, RATE) + silence
        for at in range(0, len(samples), 2 * _FRAME):
            piece = samples[at : at + 2 * _FRAME]
            if len(piece) == 2 * _FRAME:
                await self._source.capture_frame(rtc.AudioFrame(piece, RATE, 1, _FRAME))

    async def hears(self, hertz: int, seconds: float = _WAIT_SECONDS) -> None:
        """Until the agent has spoken in this tone, and a moment more, so that it has ended."""
        await self._until(
            lambda: sum(abs(heard - hertz) < _NEAR_HERTZ for heard in self._tones) >= _FRAMES,
            seconds,
        )
        heard = -1
        while heard != len(self._tones):
            heard = len(self._tones)
            await asyncio.sleep(0.15)

    async def reads(self, state: str) -> None:
        """Until the agent has said so to the app."""
        await self._until(lambda: state in self.states)

    async def is_back(self) -> None:
        """Until the client has come back by itself, after its line broke."""
        await asyncio.wait_for(self._returned.wait(), _WAIT_SECONDS)

    async def is_alone(self) -> None:
        """Until no agent is in the room any more."""
        async with asyncio.timeout(_WAIT_SECONDS):
            while self._room.remote_participants:
                await asyncio.sleep(0.05)

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self._room.disconnect()

    async def _until(self, holds: Callable[[], bool], seconds: float = _WAIT_SECONDS) -> None:
        async with self._changed:
            await asyncio.wait_for(self._changed.wait_for(holds), seconds)

    def _subscribed(self, track: rtc.Track, _: object, participant: rtc.RemoteParticipant) -> None:
        self.agents.append(participant.identity)
        self._soon(self._listen(track))

    def _received(self, packet: rtc.DataPacket) -> None:
        if packet.topic == STATE:
            self.states.append(json.loads(packet.data)["state"])
            self._soon(self._notify())

    async def _listen(self, track: rtc.Track) -> None:
        sound = rtc.AudioStream(track, sample_rate=RATE, num_channels=1, frame_size_ms=20)
        async for event in sound:
            samples = np.frombuffer(event.frame.data, dtype=np.int16).astype(float)
            if np.abs(samples).mean() > _QUIET:
                spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), RATE))
                self._tones.append(int(spectrum.argmax()))
                await self._notify()

    async def _notify(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    def _soon(self, work: Any) -> None:
        self._tasks.append(asyncio.ensure_future(work))

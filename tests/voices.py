"""People in a room of LiveKit, by its own client: each plays a tone and hears another's."""

import asyncio

import numpy as np
from livekit import rtc

RATE, FRAME = 48_000, 480  # 10 ms
TRAINER_HZ, MEMBER_HZ = 440, 660


class Person:
    """Someone in the room who plays one tone and hears another."""

    def __init__(self) -> None:
        self.room = rtc.Room()
        self.heard: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        self.put_out: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._tasks: list[asyncio.Task[None]] = []
        self.room.on("track_subscribed", self._subscribed)
        self.room.on("disconnected", self._disconnected)

    async def enter(self, url: str, token: str, hertz: int | None = None) -> None:
        """Come in, and play a tone where one is named."""
        await self.room.connect(url, token)
        if hertz is None:
            return
        source = rtc.AudioSource(RATE, 1)
        track = rtc.LocalAudioTrack.create_audio_track("microphone", source)
        await self.room.local_participant.publish_track(track)
        self._tasks.append(asyncio.create_task(_play(source, hertz)))

    async def hears_anew(self) -> float:
        """What it hears on a track that comes from now on."""
        self.heard = asyncio.get_running_loop().create_future()
        return await self.heard

    async def leave(self) -> None:
        for task in self._tasks:
            task.cancel()
        await self.room.disconnect()

    def _subscribed(self, track: rtc.Track, *_: object) -> None:
        self._tasks.append(asyncio.create_task(self._listen(track)))

    async def _listen(self, track: rtc.Track) -> None:
        """Hear half a second of sound, and say its frequency. On a busy machine there is silence
        between, where frames came late, so the frames need not follow one another.
        """
        heard: list[float] = []
        sound = rtc.AudioStream(track, sample_rate=RATE, num_channels=1)
        async for event in sound:
            samples = np.frombuffer(event.frame.data, dtype=np.int16).astype(float)
            if np.abs(samples).mean() > 500:
                heard.append(_loudest(samples))
            if len(heard) >= 50:
                break
        await sound.aclose()
        if not self.heard.done():
            self.heard.set_result(float(np.median(heard)))

    def _disconnected(self, reason: int) -> None:
        if not self.put_out.done():
            self.put_out.set_result(reason)


async def _play(source: rtc.AudioSource, hertz: int) -> None:
    at = 0
    while True:
        times = (np.arange(FRAME) + at) / RATE
        tone = (8000 * np.sin(2 * np.pi * hertz * times)).astype(np.int16)
        await source.capture_frame(rtc.AudioFrame(tone.tobytes(), RATE, 1, FRAME))
        at += FRAME


def _loudest(samples: np.ndarray) -> float:
    """The loudest frequency of a frame, to one hertz."""
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(len(samples)), RATE))
    return float(spectrum.argmax())

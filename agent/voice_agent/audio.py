"""Sound in a room: the caller's, as it comes, and the agent's, which can be cut short."""

import asyncio
import logging
from collections.abc import Callable, Iterator

from livekit import rtc

RATE, CHANNELS = 48_000, 1
_FRAME_MS = 20
# What LiveKit holds to play; the rest waits here, so that an interruption is heard immediately.
_QUEUE_MS = 200
# A service may send a whole sentence in one frame; what is played already cannot be cut short.
_PIECE = RATE // 20
# Of frames that wait: more than any reply. The rest of it is not played.
_MOST_WAITING = 3_000

logger = logging.getLogger("voice_agent")


class Voice:
    """What the agent says. Services send it faster than it is spoken."""

    def __init__(self) -> None:
        self._source = rtc.AudioSource(RATE, CHANNELS, queue_size_ms=_QUEUE_MS)
        # None where a sentence ends.
        self._waiting: asyncio.Queue[rtc.AudioFrame | None] = asyncio.Queue()
        self._resampler: rtc.AudioResampler | None = None
        self._rate = RATE
        self._stops = 0
        self._playing = asyncio.create_task(self._play())

    def track(self) -> rtc.LocalAudioTrack:
        return rtc.LocalAudioTrack.create_audio_track("coach", self._source)

    def say(self, frame: rtc.AudioFrame) -> None:
        """Play it after all that waits."""
        if self._waiting.qsize() < _MOST_WAITING:
            self._waiting.put_nowait(frame)

    def end(self) -> None:
        """What was said so far is a whole: nothing of it is held back for what comes next."""
        self._waiting.put_nowait(None)

    def stop(self) -> None:
        """Say nothing more of what waits."""
        self._drop()
        self._source.clear_queue()

    async def said(self) -> None:
        """Until all has been played."""
        await self._waiting.join()
        await self._source.wait_for_playout()

    async def close(self) -> None:
        self._playing.cancel()
        await self._source.aclose()

    async def _play(self) -> None:
        while True:
            frame, stops = await self._waiting.get(), self._stops
            try:
                for piece in self._pieces(frame):
                    await self._source.capture_frame(piece)
                    if stops != self._stops:
                        break
            except Exception as error:
                # Of a room that is closed, or a frame that is none. Who waits for the end of it
                # all must not wait for ever.
                logger.warning("speech was not played: %s", type(error).__name__)
                self._drop()
            finally:
                self._waiting.task_done()

    def _drop(self) -> None:
        self._stops += 1
        self._resampler = None
        while not self._waiting.empty():
            self._waiting.get_nowait()
            self._waiting.task_done()

    def _pieces(self, frame: rtc.AudioFrame | None) -> Iterator[rtc.AudioFrame]:
        """The frame at the room's rate, in pieces that are short."""
        for whole in self._resampled(frame):
            for at in range(0, whole.samples_per_channel, _PIECE):
                samples = whole.data[at : at + _PIECE]
                yield rtc.AudioFrame(bytes(samples), RATE, CHANNELS, len(samples))

    def _resampled(self, frame: rtc.AudioFrame | None) -> list[rtc.AudioFrame]:
        """A resampler holds the last 20 ms back, until it is flushed."""
        if frame is None:
            resampler, self._resampler = self._resampler, None
            return resampler.flush() if resampler else []
        if frame.sample_rate == RATE:
            return [frame]
        if self._resampler is None or frame.sample_rate != self._rate:
            self._rate = frame.sample_rate
            self._resampler = rtc.AudioResampler(frame.sample_rate, RATE, num_channels=CHANNELS)
        return self._resampler.push(frame)


async def listen(track: rtc.Track, hear: Callable[[rtc.AudioFrame], None]) -> None:
    """Pass a track's sound on, until it ends."""
    sound = rtc.AudioStream(track, sample_rate=RATE, num_channels=CHANNELS, frame_size_ms=_FRAME_MS)
    try:
        async for event in sound:
            hear(event.frame)
    finally:
        await sound.aclose()

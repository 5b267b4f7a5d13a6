"""How long a caller's frame is in the agent's own classes, over a service that echoes.

The floor sends the same bytes over a bare WebSocket, in the ten milliseconds between two frames.
"""

import asyncio
import json
import time
from base64 import b64encode

import aiohttp
from livekit import rtc

from voice_agent.api import Api
from voice_agent.conversation import Conversation
from voice_agent.services.hume import EviService
from voice_agent.settings import HumeSettings
from voice_agent.tools.onboarding import OnboardingTools
from voice_agent.transcript import Transcript

RATE, FRAME_SECONDS = 48_000, 0.02
_SAMPLES = int(RATE * FRAME_SECONDS)
_BYTES = 2 * _SAMPLES
_LOUD = (10_000).to_bytes(2, "little")
_WARM_UP = 50
_WAIT_SECONDS = 10


class _NumberedFrames:
    """Loud frames that carry their number, and when each came back: what the agent plays by."""

    def __init__(self) -> None:
        self.sent: dict[int, float] = {}
        self.came: dict[int, float] = {}
        self.first = asyncio.Event()

    def next(self) -> bytes:
        number = len(self.sent)
        self.sent[number] = time.perf_counter()
        return _samples(number)

    def say(self, frame: rtc.AudioFrame) -> None:
        """Several come in one where the agent put them together."""
        now, data = time.perf_counter(), bytes(frame.data)
        for at in range(0, len(data), _BYTES):
            self.came[int.from_bytes(data[at : at + 4], "little")] = now
        self.first.set()

    def end(self) -> None: ...

    def stop(self) -> None:
        """The echo interrupts nothing."""

    async def said(self) -> None:
        """Nor does it end."""

    def milliseconds(self) -> list[float]:
        """Of each frame but the first; all have come."""
        lost = self.sent.keys() - self.came.keys()
        if lost:
            raise RuntimeError(f"{len(lost)} frames did not come back")
        return [
            1000 * (self.came[number] - at) for number, at in self.sent.items() if number > _WARM_UP
        ]


async def measured(address: str, count: int) -> tuple[list[float], list[float]]:
    """Milliseconds of so many frames through the agent, and of as many bare ones."""
    async with aiohttp.ClientSession() as http:
        bare = await http.ws_connect(
            f"{address.replace('http', 'ws', 1)}/v0/evi/chat", max_msg_size=0
        )
        came: list[float] = []
        reading = asyncio.create_task(_read(bare, came))
        ears = _NumberedFrames()
        toolbox = OnboardingTools(Api(http, f"{address}/api", "-"), "-")
        services = [EviService(HumeSettings(address, "-", "-", "-"))]
        conversation = Conversation(services, toolbox, ears, Transcript())
        talking = asyncio.create_task(conversation.run())
        await _opened(conversation, ears)
        sent = await _play(conversation, ears, bare, count + _WARM_UP)
        async with asyncio.timeout(_WAIT_SECONDS):
            while len(came) < len(sent) or len(ears.came) < len(ears.sent):
                await asyncio.sleep(FRAME_SECONDS)
        for task in (talking, reading):
            task.cancel()
        await asyncio.gather(talking, reading, return_exceptions=True)
        await conversation.close()
    floor = [1000 * (back - at) for at, back in zip(sent, came, strict=True)]
    return ears.milliseconds(), floor[_WARM_UP:]


async def _opened(conversation: Conversation, ears: _NumberedFrames) -> None:
    """Frames are lost until the service is open."""
    while not ears.first.is_set():
        ears.sent.clear()
        _hear(conversation, ears.next())
        await asyncio.sleep(FRAME_SECONDS)


async def _play(
    conversation: Conversation,
    ears: _NumberedFrames,
    bare: aiohttp.ClientWebSocketResponse,
    count: int,
) -> list[float]:
    """At real pace; answers when each bare frame was sent."""
    begin, sent = time.perf_counter(), []
    for number in range(count):
        await _until(begin + number * FRAME_SECONDS)
        _hear(conversation, ears.next())
        await _until(begin + (number + 0.5) * FRAME_SECONDS)
        data = b64encode(_samples(number)).decode()
        message = json.dumps({"type": "audio_input", "data": data})
        sent.append(time.perf_counter())
        await bare.send_str(message)
    return sent


def _samples(number: int) -> bytes:
    return number.to_bytes(4, "little") + _LOUD * (_SAMPLES - 2)


def _hear(conversation: Conversation, samples: bytes) -> None:
    conversation.hear(rtc.AudioFrame(samples, RATE, 1, _SAMPLES))


async def _read(bare: aiohttp.ClientWebSocketResponse, came: list[float]) -> None:
    async for _ in bare:
        came.append(time.perf_counter())  # noqa: PERF401 - others read it meanwhile


async def _until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.perf_counter()))

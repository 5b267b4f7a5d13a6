"""Callers of the stand-ins' spoken talks, over the wires of their services."""

import json
from base64 import b64decode, b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

import aiohttp
import numpy as np

from local.stubs.phrases import Phrase
from local.stubs.servers import StandIns
from local.stubs.tones import tone

CHAT = "/v0/evi/chat"
LIVE = "/ws/google.cloud.aiplatform.v1beta1.LlmBidiService/BidiGenerateContent"
MODEL = "projects/stand-in/locations/global/publishers/google/models/gemini-3.8-live"
SETUP: dict[str, Any] = {
    "model": MODEL,
    "generationConfig": {"responseModalities": ["AUDIO"]},
    "inputAudioTranscription": {},
    "outputAudioTranscription": {},
}
HELLO = {"turns": [{"role": "user", "parts": [{"text": "Greet."}]}], "turnComplete": True}
_SECONDS = 10


def said(phrase: Phrase, rate: int, *, silence: float = 0.3) -> bytes:
    return tone(phrase.hertz, 0.4, rate) + bytes(2 * int(silence * rate))


def pitch(pcm: bytes, rate: int = 24_000) -> int:
    """The frequency of a tone, to 10 Hz."""
    spectrum = np.abs(np.fft.rfft(np.frombuffer(pcm, "<i2").astype(float)))
    return round(int(np.argmax(spectrum)) * rate / (len(pcm) / 2) / 10) * 10


class Socket:
    """A client's end of a WebSocket that carries JSON."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    async def send(self, **message: Any) -> None:
        await self.socket.send_str(json.dumps(message))

    async def receive(self) -> Any:
        """The next message; None when the connection has ended."""
        message = await self.socket.receive(timeout=_SECONDS)
        if message.type in (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY):
            return json.loads(message.data)
        return None

    async def until_closed(self) -> list[Any]:
        received = []
        while message := await self.receive():
            received.append(message)
        return received


@asynccontextmanager
async def connected(url: str, **headers: str) -> AsyncIterator[Socket]:
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.ws_connect(url, max_msg_size=0) as socket,
    ):
        yield Socket(socket)


class GeminiCaller(Socket):
    """A client of the Live API that is set up."""

    async def speak(self, phrase: Phrase, *, silence: float = 0.3) -> None:
        sound = b64encode(said(phrase, 16_000, silence=silence)).decode()
        audio = {"mimeType": "audio/pcm;rate=16000", "data": sound}
        await self.send(realtimeInput={"audio": audio})

    async def answer(self, call: Any, response: dict[str, Any]) -> None:
        given = {"id": call["id"], "name": call["name"], "response": response}
        await self.send(toolResponse={"functionResponses": [given]})

    async def calls(self) -> list[Any]:
        """The next calls of tools."""
        while "toolCall" not in (message := await self.receive()):
            pass
        return list(message["toolCall"]["functionCalls"])

    async def turn(self) -> tuple[str, bytes, dict[str, Any]]:
        """The transcript and voice of what is said next, and what else comes with it."""
        rest: dict[str, Any] = {}
        text, voice = "", b""
        while True:
            message = await self.receive()
            content = message.get("serverContent", {})
            text += content.pop("outputTranscription", {}).get("text", "")
            for part in content.pop("modelTurn", {}).get("parts", []):
                voice += b64decode(part["inlineData"]["data"])
            rest |= content
            if content.get("turnComplete"):
                return text, voice, rest


@asynccontextmanager
async def gemini(stand_ins: StandIns, **setup: Any) -> AsyncIterator[GeminiCaller]:
    async with connected(stand_ins.vertex + LIVE, Authorization="Bearer any") as opened:
        caller = GeminiCaller(opened.socket)
        await caller.send(setup=SETUP | setup)
        answer = await caller.receive()
        assert answer["setupComplete"]["sessionId"].startswith("stand-in-")
        yield caller


class EviCaller(Socket):
    """A client of EVI whose chat has begun."""

    rate = 48_000

    async def settle(self, **settings: Any) -> None:
        audio = {"encoding": "linear16", "channels": 1, "sample_rate": self.rate}
        await self.send(type="session_settings", audio=audio, **settings)

    async def speak(self, phrase: Phrase) -> None:
        """In pieces of 20 ms, as Hume wants it."""
        sound = said(phrase, self.rate)
        size = 2 * self.rate // 50
        for at in range(0, len(sound), size):
            piece = b64encode(sound[at : at + size]).decode()
            await self.send(type="audio_input", data=piece)

    async def until(self, kind: str) -> list[Any]:
        """All messages up to the next of a kind."""
        received = [await self.receive()]
        while received[-1]["type"] != kind:
            received.append(await self.receive())
        return received


@asynccontextmanager
async def evi(stand_ins: StandIns, **query: str) -> AsyncIterator[tuple[EviCaller, Any]]:
    """A chat, and what it says of itself first."""
    given = urlencode({"access_token": stand_ins.evi.access_token} | query)
    async with connected(f"{stand_ins.hume}{CHAT}?{given}") as opened:
        caller = EviCaller(opened.socket)
        yield caller, await caller.receive()

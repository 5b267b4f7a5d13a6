"""Hume's EVI, by its documented WebSocket protocol (dev.hume.ai, "EVI chat").

Hume closed EVI in November 2026: this is for whoever holds an endpoint that speaks the same.
"""

import asyncio
import base64
import io
import json
import time
import wave
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import aiohttp
from livekit import rtc

from voice_agent.services.interface import (
    Brief,
    Event,
    Interrupted,
    Said,
    ServiceLostError,
    Speaker,
    Speech,
    SpeechEnd,
    ToolCall,
)
from voice_agent.settings import HumeSettings

RATE, CHANNELS = 48_000, 1
_RENEWED_BEFORE = 60
_CONNECT_SECONDS = 8
# EVI pings by itself; a connection that says nothing for so long is dead.
_HEARTBEAT_SECONDS = 15


@dataclass
class EviService:
    """Chats with EVI. A token serves many of them."""

    settings: HumeSettings
    name: str = "hume"
    _token: str = ""
    _renew_at: float = 0.0

    async def open(self, brief: Brief) -> "EviChat":
        """Raises ServiceLostError."""
        http = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=_CONNECT_SECONDS))
        try:
            token = await self._current_token(http)
            socket = await http.ws_connect(
                f"{_socket_base(self.settings.api_base)}/v0/evi/chat",
                params={"access_token": token, "config_id": self.settings.config_id},
                heartbeat=_HEARTBEAT_SECONDS,
                max_msg_size=0,
            )
            chat = EviChat(http, socket)
            await chat.begin(brief)
        except (aiohttp.ClientError, TimeoutError, KeyError, ValueError, OSError) as error:
            await http.close()
            self._renew_at = 0.0
            # Its own text has the address, and with it the token.
            status = getattr(error, "status", "no answer")
            reason = f"EVI did not open a chat: {type(error).__name__}, {status}"
            raise ServiceLostError(reason) from None
        return chat

    async def _current_token(self, http: aiohttp.ClientSession) -> str:
        if time.monotonic() < self._renew_at:
            return self._token
        asked_at = time.monotonic()
        async with http.post(
            f"{self.settings.api_base.rstrip('/')}/oauth2-cc/token",
            auth=aiohttp.BasicAuth(self.settings.api_key, self.settings.secret_key),
            data={"grant_type": "client_credentials"},
            raise_for_status=True,
        ) as reply:
            said = await reply.json()
        self._token = str(said["access_token"])
        self._renew_at = asked_at + int(said["expires_in"]) - _RENEWED_BEFORE
        return self._token


class EviChat:
    """One chat, which is a `Connection`."""

    def __init__(
        self, http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse
    ) -> None:
        self._http = http
        self._socket = socket
        self._heard: asyncio.Queue[bytes] = asyncio.Queue()
        self._sending = asyncio.create_task(self._send_heard())
        self._turn = 0

    async def begin(self, brief: Brief) -> None:
        """Say how we send and what the model may ask for. A chat greets by itself, in the words of
        its instructions, unless its configuration says otherwise.
        """
        await self._send(
            type="session_settings",
            audio={"channels": CHANNELS, "encoding": "linear16", "sample_rate": RATE},
            system_prompt=f"{brief.instructions}\nBegin with these words: {brief.greeting}",
            tools=[
                {
                    "type": "function",
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": json.dumps(tool.parameters),
                }
                for tool in brief.tools
            ],
        )

    def hear(self, frame: rtc.AudioFrame) -> None:
        self._heard.put_nowait(bytes(frame.data))

    async def events(self) -> AsyncIterator[Event]:
        """Raises ServiceLostError."""
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            for event in self._read(json.loads(message.data)):
                yield event
        raise ServiceLostError(f"EVI closed the chat with code {self._socket.close_code}")

    async def answer(self, call: ToolCall, content: str, *, failed: bool) -> None:
        if failed:
            await self._send(
                type="tool_error", tool_call_id=call.id, error=content, content=content
            )
        else:
            await self._send(type="tool_response", tool_call_id=call.id, content=content)

    async def close(self) -> None:
        self._sending.cancel()
        await self._socket.close()
        await self._http.close()

    def _read(self, message: dict[str, Any]) -> list[Event]:
        """The events of one message; raises ServiceLostError for an error."""
        match message.get("type"):
            case "audio_output":
                return [Speech(frame, self._turn) for frame in _frames(message["data"])]
            case "assistant_end":
                return [SpeechEnd()]
            case "user_interruption":
                return [Interrupted()]
            case "user_message":
                return self._of_caller(message)
            case "assistant_message":
                text = str(message["message"].get("content") or "")
                return [Said(Speaker.AGENT, text, self._turn, final=True)]
            case "tool_call":
                return [_tool_call(message)]
            case "error":
                raise ServiceLostError(f"EVI: {message.get('code')} {message.get('slug')}")
            case _:
                return []

    def _of_caller(self, message: dict[str, Any]) -> list[Event]:
        """Interim words only interrupt; the caller's turn begins with the final ones."""
        if message.get("interim"):
            return [Interrupted()]
        self._turn += 1
        text = str(message["message"].get("content") or "")
        return [Interrupted(), Said(Speaker.CALLER, text, self._turn, final=True)]

    async def _send_heard(self) -> None:
        """In order, and all that waits in one message."""
        while True:
            waiting = [await self._heard.get()]
            while not self._heard.empty():
                waiting.append(self._heard.get_nowait())
            data = base64.b64encode(b"".join(waiting)).decode()
            try:
                await self._send(type="audio_input", data=data)
            except (ConnectionError, aiohttp.ClientError):
                # The reader of events says so.
                return

    async def _send(self, **message: Any) -> None:
        await self._socket.send_str(json.dumps(message))


def _tool_call(message: dict[str, Any]) -> ToolCall:
    try:
        arguments = json.loads(message.get("parameters") or "{}")
    except ValueError:
        arguments = {}
    return ToolCall(
        id=str(message["tool_call_id"]),
        name=str(message["name"]),
        arguments=arguments if isinstance(arguments, dict) else {},
    )


def _frames(data: str) -> list[rtc.AudioFrame]:
    """A whole WAV file, in base64."""
    with wave.open(io.BytesIO(base64.b64decode(data))) as sound:
        samples = sound.readframes(sound.getnframes())
        rate, channels = sound.getframerate(), sound.getnchannels()
    count = len(samples) // (2 * channels)
    return [rtc.AudioFrame(samples, rate, channels, count)] if count else []


def _socket_base(address: str) -> str:
    return address.rstrip("/").replace("http", "ws", 1)

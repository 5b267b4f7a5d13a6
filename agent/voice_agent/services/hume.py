"""Hume's EVI, by its documented WebSocket protocol (dev.hume.ai, "EVI chat").

Hume closed EVI in November 2026: this is for whoever holds an endpoint that speaks the same.
"""

import asyncio
import base64
import json
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from livekit import rtc

from voice_agent.services.evi_messages import events_of
from voice_agent.services.interface import Brief, Event, Said, ServiceLostError, ToolCall
from voice_agent.settings import HumeSettings

RATE, CHANNELS = 48_000, 1
_RENEWED_BEFORE = 60
_OPEN_SECONDS, _CLOSE_SECONDS = 8.0, 1.0
# A connection that does not even answer a ping for so long is dead.
_HEARTBEAT_SECONDS = 15
# A reply of some minutes. What the caller says waits in frames of 20 ms, the last ten seconds.
_MOST_BYTES, _MOST_FRAMES = 1 << 24, 500
_REFUSALS = {401, 403}


@dataclass
class EviService:
    """Chats with EVI. A token serves many of them."""

    settings: HumeSettings
    name: str = "hume"
    _token: str = field(default="", repr=False)
    _renew_at: float = 0.0

    async def open(self, brief: Brief) -> "EviChat":
        """Raises ServiceLostError."""
        http = aiohttp.ClientSession()
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                chat = EviChat(http, await self._connect(http))
                await chat.begin(brief)
        except Exception as error:
            await http.close()
            self._renew_at = 0.0
            # Its own text has the address, and with it the token.
            status = getattr(error, "status", "no answer")
            reason = f"EVI did not open a chat: {type(error).__name__}, {status}"
            raise ServiceLostError(reason) from None
        except BaseException:
            await http.close()
            raise
        return chat

    async def _connect(self, http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        """With a new token where the one that we have is not accepted any more."""
        had_one = time.monotonic() < self._renew_at
        try:
            return await self._enter(http)
        except aiohttp.WSServerHandshakeError as refusal:
            if not had_one or refusal.status not in _REFUSALS:
                raise
        self._renew_at = 0.0
        return await self._enter(http)

    async def _enter(self, http: aiohttp.ClientSession) -> aiohttp.ClientWebSocketResponse:
        return await http.ws_connect(
            f"{_socket_base(self.settings.api_base)}/v0/evi/chat",
            params={
                "access_token": await self._current_token(http),
                "config_id": self.settings.config_id,
            },
            heartbeat=_HEARTBEAT_SECONDS,
            max_msg_size=_MOST_BYTES,
            timeout=aiohttp.ClientWSTimeout(ws_close=_CLOSE_SECONDS),
        )

    async def _current_token(self, http: aiohttp.ClientSession) -> str:
        if time.monotonic() < self._renew_at:
            return self._token
        settings, asked_at = self.settings, time.monotonic()
        basic = aiohttp.encode_basic_auth(settings.api_key, settings.secret_key)
        async with http.post(
            f"{settings.api_base.rstrip('/')}/oauth2-cc/token",
            headers={"Authorization": basic},
            data={"grant_type": "client_credentials"},
            allow_redirects=False,
            raise_for_status=True,
        ) as reply:
            said = await reply.json()
        self._token = str(said["access_token"])
        self._renew_at = asked_at + float(said["expires_in"]) - _RENEWED_BEFORE
        return self._token


class EviChat:
    """One chat, which is a `Connection`."""

    def __init__(
        self, http: aiohttp.ClientSession, socket: aiohttp.ClientWebSocketResponse
    ) -> None:
        self._http = http
        self._socket = socket
        self._heard: asyncio.Queue[bytes] = asyncio.Queue(_MOST_FRAMES)
        self._sending: asyncio.Task[None] | None = None
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
        self._sending = asyncio.create_task(self._send_heard())

    def hear(self, frame: rtc.AudioFrame) -> None:
        """While nothing can be sent, the oldest of it is lost."""
        if self._heard.full():
            self._heard.get_nowait()
        self._heard.put_nowait(bytes(frame.data))

    async def events(self) -> AsyncIterator[Event]:
        """Raises ServiceLostError."""
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            for event in events_of(message.data, self._turn):
                if isinstance(event, Said):
                    self._turn = event.turn
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
        if self._sending:
            self._sending.cancel()
        try:
            await self._socket.close()
        finally:
            await self._http.close()

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


def _socket_base(address: str) -> str:
    return address.rstrip("/").replace("http", "ws", 1)

"""Hume's Empathic Voice Interface: the chat `/v0/evi/chat`, as Hume's SDK 0.14 types it.

Hume has closed EVI; its list of errors cannot be read any more, so codes and slugs are our own.
"""

import json
import re
import time
import wave
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from io import BytesIO
from typing import Any
from uuid import uuid4

from aiohttp import WSCloseCode, WSMsgType, web

from local.stubs.marks import marked
from local.stubs.phrases import Phrase, ToolRequest
from local.stubs.scripted_coach import VOICE_RATE, Coach
from local.stubs.talks import Talks

_SECRETS = ("access_token", "api_key")
_CUSTOM_ID = "session_settings[custom_session_id]"
_RATES = range(8_000, 96_001)
_NOTHING_MEASURED = {"prosody": None}


class ChatError(Exception):
    """What is wrong with a message; the chat ends."""

    def __init__(self, slug: str, message: str) -> None:
        super().__init__(message)
        self.slug = slug


class Chat:
    """One connection; a chat group, resumed, has several."""

    repeats_ids = True

    def __init__(self, talks: Talks, request: web.Request) -> None:
        self._talks = talks
        self._request = request
        self._socket = web.WebSocketResponse()
        query = {name: value for name, value in request.query.items() if name not in _SECRETS}
        self._session: dict[str, Any] = {"query": query}
        self._custom_id = query.get(_CUSTOM_ID)
        self._resumed = query.get("resumed_chat_group_id", "")
        self._is_new = not self._resumed
        self._rate = 0
        self._inserted: set[str] = set()
        self._message_id, self._index = "", 0
        self._began = time.monotonic()

    async def run(self) -> web.WebSocketResponse:
        """Answer the client until it leaves or is in error."""
        await self._socket.prepare(self._request)
        with self._talks.connected(self._socket):
            async with Coach(self, self._talks) as coach:
                try:
                    await self._begin()
                    async for message in self._socket:
                        if message.type in (WSMsgType.TEXT, WSMsgType.BINARY):
                            self._receive(_read(message.data), coach)
                except ChatError as error:
                    await self._end_with(error, WSCloseCode.POLICY_VIOLATION)
        return self._socket

    async def _begin(self) -> None:
        if self._resumed and self._resumed not in self._talks.resumable:
            raise ChatError("chat_group_not_found", f"There is no chat group {self._resumed}.")
        group = self._resumed or str(uuid4())
        self._talks.resumable.add(group)
        self._talks.sessions.append(self._session)
        ids = {"chat_id": str(uuid4()), "chat_group_id": group, "request_id": str(uuid4())}
        await self._send("chat_metadata", **ids)

    # ------------------------------------------------------------ what the client sends

    def _receive(self, sent: dict[str, Any], coach: Coach) -> None:
        match sent:
            case {"type": "session_settings"}:
                self._set(sent, coach)
            case {"type": "audio_input", "data": str(data)}:
                self._hear(data, coach)
            case {"type": "user_input", "text": str(text)}:
                self._talks.texts.append(text)
                coach.read(text)
            case {"type": "assistant_input", "text": str(text)}:
                self._talks.texts.append(text)
                self._inserted.add(text)
                coach.prompt(text)
            case {"type": "tool_response", "tool_call_id": str(call_id), "content": str(content)}:
                coach.receive(call_id, content, is_error=False)
            case {"type": "tool_error", "tool_call_id": str(call_id), "error": str(error)}:
                coach.receive(call_id, sent.get("content") or error, is_error=True)
            case _:
                kind = sent.get("type")
                raise ChatError("invalid_message", f"The message of type {kind} is not valid.")

    def _set(self, settings: dict[str, Any], coach: Coach) -> None:
        self._session |= {name: value for name, value in settings.items() if name != "type"}
        self._custom_id = settings.get("custom_session_id") or self._custom_id
        match settings.get("audio"):
            case None:
                pass
            case {"encoding": "linear16", "channels": 1, "sample_rate": int(rate)} if (
                rate in _RATES
            ):
                self._rate = rate
            case other:
                raise ChatError("invalid_audio", f"The audio {other} is not supported.")
        for tool in settings.get("tools") or []:
            _check_tool(tool)
        if self._is_new:
            self._is_new = False
            coach.greet()

    def _hear(self, data: str, coach: Coach) -> None:
        if not self._rate:
            raise ChatError("unknown_audio", "session_settings must say what the audio is.")
        try:
            coach.hear(b64decode(data, validate=True), self._rate)
        except NotBase64:
            raise ChatError("invalid_audio", "The audio is not in base64.") from None

    # ------------------------------------------------------------ what the coach does

    async def transcribe(self, phrase: Phrase, *, typed: bool) -> None:
        now = int(1000 * (time.monotonic() - self._began))
        await self._send(
            "user_message",
            from_text=typed,
            interim=False,
            message={"role": "user", "content": phrase.text},
            models=_NOTHING_MEASURED,
            time={"begin": max(now - 1000, 0), "end": now},
        )

    async def call(self, request: ToolRequest, ids: list[str]) -> None:
        for call_id in ids:
            await self._send(
                "tool_call",
                name=request.name,
                parameters=json.dumps(request.arguments),
                response_required=True,
                tool_call_id=call_id,
                tool_type="function",
            )

    async def begin(self, reply: str) -> None:
        self._message_id, self._index = uuid4().hex, 0
        await self._send(
            "assistant_message",
            id=self._message_id,
            from_text=reply in self._inserted,
            is_quick_response=False,
            message={"role": "assistant", "content": reply},
            models=_NOTHING_MEASURED,
        )

    async def play(self, pcm: bytes) -> None:
        data = b64encode(_wav(pcm)).decode()
        await self._send("audio_output", id=self._message_id, index=self._index, data=data)
        self._index += 1

    async def sent(self) -> None:
        """EVI has no message for it."""

    async def end(self, *, interrupted: bool) -> None:
        if interrupted:
            await self._send("user_interruption", time=int(1000 * time.time()))
        else:
            await self._send("assistant_end")

    async def fail(self, *, notice: bool) -> None:
        if notice:
            error = ChatError("internal_error", "An internal error has occurred.")
            await self._end_with(error, WSCloseCode.INTERNAL_ERROR)
        elif self._request.transport:
            self._request.transport.abort()

    async def _end_with(self, error: ChatError, code: WSCloseCode) -> None:
        message = marked(str(error))
        await self._send("error", code="stand-in", slug=error.slug, message=message)
        await self._socket.close(code=code, message=error.slug.encode())

    async def _send(self, kind: str, **fields: Any) -> None:
        custom = {"custom_session_id": self._custom_id} if self._custom_id else {}
        await self._socket.send_str(json.dumps({"type": kind, **fields, **custom}))


def _read(data: str | bytes) -> dict[str, Any]:
    try:
        sent = json.loads(data)
    except ValueError:
        sent = None
    if not isinstance(sent, dict):
        raise ChatError("invalid_message", "The message is no JSON object.")
    return sent


def _check_tool(tool: Any) -> None:
    """A tool has a name, and its parameters are a JSON schema in a string."""
    match tool:
        case {"type": "function", "name": str(name), "parameters": str(parameters)}:
            is_named = bool(re.fullmatch(r"[\w-]{1,64}", name))
            if is_named and _read(parameters).get("type") == "object":
                return
    raise ChatError("invalid_tool", f"The tool {tool} is not valid.")


def _wav(pcm: bytes) -> bytes:
    """Samples as a file, with its header of 44 bytes."""
    file = BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(VOICE_RATE)
        writer.writeframes(pcm)
    return file.getvalue()

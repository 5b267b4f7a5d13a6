"""Chats with EVI: with Hume's stand-in, and with endpoints that send whatever they like."""

import asyncio
import base64
import io
import json
import logging
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from local.stubs.hume import HumeStandIn
from local.stubs.phrases import GREETING
from tests.unit.voice_agent.talking import SILENCE
from tests.unit.voice_agent.test_conversation import in_time
from voice_agent.services import hume
from voice_agent.services.hume import EviService
from voice_agent.services.interface import (
    Brief,
    Event,
    Said,
    ServiceLostError,
    Speech,
    SpeechEnd,
    ToolCall,
)
from voice_agent.settings import HumeSettings

BRIEF = Brief("Be short.", (), "Hello!")
SECRETS = ("a-key", "a-secret", "a-token")

type Chat = Callable[[web.WebSocketResponse], Awaitable[None]]


@asynccontextmanager
async def serving(application: web.Application) -> AsyncIterator[EviService]:
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0]
    yield EviService(HumeSettings(f"http://{host}:{port}", "a-key", "a-secret", "a-config"))
    await runner.cleanup()


class Endpoint:
    """One that holds these chats. `accepted`: the tokens that it takes, all while it is None."""

    def __init__(self, chat: Chat, expires_in: Any = 1800) -> None:
        self.chat = chat
        self.expires_in = expires_in
        self.tokens = 0
        self.accepted: set[str] | None = None
        self.asked: list[str] = []

    def application(self) -> web.Application:
        application = web.Application()
        application.router.add_post("/oauth2-cc/token", self._token)
        application.router.add_get("/v0/evi/chat", self._chat)
        return application

    async def _token(self, _: web.Request) -> web.Response:
        self.tokens += 1
        token = {"access_token": f"a-token-{self.tokens}", "expires_in": self.expires_in}
        return web.json_response(token)

    async def _chat(self, request: web.Request) -> web.StreamResponse:
        token = request.query["access_token"]
        self.asked.append(token)
        if self.accepted is not None and token not in self.accepted:
            return web.Response(status=401)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await self.chat(socket)
        return socket


async def closes(socket: web.WebSocketResponse) -> None:
    await socket.close()


def sends(*messages: str) -> Chat:
    async def chat(socket: web.WebSocketResponse) -> None:
        for message in messages:
            await socket.send_str(message)
        await socket.receive()
        await socket.receive()

    return chat


async def events_of(*messages: str) -> list[Event]:
    """What a talk is given of these, before the chat ends with an error."""
    last = json.dumps({"type": "error", "code": "E1", "slug": "over"})
    events: list[Event] = []
    async with serving(Endpoint(sends(*messages, last)).application()) as service:
        chat = await service.open(BRIEF)
        with pytest.raises(ServiceLostError, match="E1"):
            await _collect(chat.events(), events)
        await chat.close()
    return events


async def _collect(events: AsyncIterator[Event], into: list[Event]) -> None:
    async for event in events:
        into.append(event)  # noqa: PERF401 - what comes before an error is kept


def message(**fields: Any) -> str:
    return json.dumps(fields)


def wav(width: int = 2, channels: int = 1, rate: int = 24_000, samples: bytes = bytes(480)) -> str:
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setsampwidth(width)
        writer.setnchannels(channels)
        writer.setframerate(rate)
        writer.writeframes(samples)
    return base64.b64encode(file.getvalue()).decode()


def test_a_chat_with_the_stand_in_greets_and_plays() -> None:
    async def run() -> list[Event]:
        stand_in = HumeStandIn("a-key", "a-secret")
        async with serving(stand_in.application()) as service:
            chat = await service.open(BRIEF)
            events = []
            async for event in chat.events():
                events.append(event)
                if isinstance(event, SpeechEnd):
                    break
            await chat.close()
            assert stand_in.talks.sessions[0]["system_prompt"].startswith("Be short.")
        return events

    events = in_time(run())
    assert [event.text for event in events if isinstance(event, Said)] == [GREETING.reply]
    assert any(isinstance(event, Speech) for event in events)


@pytest.mark.parametrize(
    "unreadable",
    [
        "no JSON",
        "[]",
        "null",
        '"audio_output"',
        "[" * 100_000,
        message(type="audio_output"),
        message(type="audio_output", data=7),
        message(type="audio_output", data="no base64!"),
        message(type="audio_output", data=base64.b64encode(b"no WAV").decode()),
        message(type="audio_output", data=base64.b64encode(b"RIFF").decode()),
        message(type="audio_output", data=wav(channels=2)),
        message(type="audio_output", data=wav(width=1)),
        message(type="audio_output", data=wav(rate=1)),
        message(type="tool_call", name="finish"),
        message(type="tool_call", name="finish", tool_call_id=None),
        message(type="tool_call", tool_call_id="a"),
    ],
    ids=lambda text: text[:60],
)
def test_a_message_that_cannot_be_read_counts_as_a_lost_service(unreadable: str) -> None:
    async def run() -> None:
        async with serving(Endpoint(sends(unreadable)).application()) as service:
            chat = await service.open(BRIEF)
            try:
                async for _ in chat.events():
                    pass
            finally:
                await chat.close()

    with pytest.raises(ServiceLostError, match="cannot be read"):
        in_time(run())


@pytest.mark.parametrize(
    "ignored",
    [
        message(type="chat_metadata"),
        message(type="something_new", data=[1]),
        message(type=7),
        message(no="type"),
        message(type="user_message", message="words"),
        message(type="assistant_message", message={"content": None}),
        message(type="audio_output", data=wav(samples=b"")),
        message(type="tool_call", name="hang_up", tool_call_id="a", tool_type="builtin"),
    ],
    ids=lambda text: text[:60],
)
def test_a_message_that_is_not_for_us_is_ignored(ignored: str) -> None:
    assert in_time(events_of(ignored)) == []


@pytest.mark.parametrize("parameters", ["no JSON", "[]", "7", None, 7, {"a": 1}, "[" * 100_000])
def test_a_tool_call_whose_parameters_are_no_object_is_answered(parameters: Any) -> None:
    call = message(type="tool_call", name="finish", tool_call_id=7, parameters=parameters)

    assert in_time(events_of(call)) == [ToolCall("7", "finish", {})]


def test_a_message_of_any_length_is_not_taken_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hume, "_MOST_BYTES", 10_000)
    huge = message(type="assistant_message", message={"content": "x" * 50_000})

    async def run() -> list[Event]:
        async with serving(Endpoint(sends(huge)).application()) as service:
            chat = await service.open(BRIEF)
            try:
                return [event async for event in chat.events()]
            finally:
                await chat.close()

    with pytest.raises(ServiceLostError):
        in_time(run())


def test_a_cached_token_that_is_not_accepted_is_renewed_once() -> None:
    endpoint = Endpoint(closes)

    async def run() -> None:
        async with serving(endpoint.application()) as service:
            await (await service.open(BRIEF)).close()
            endpoint.accepted = {"a-token-2"}
            await (await service.open(BRIEF)).close()
            endpoint.accepted = set()
            with pytest.raises(ServiceLostError):
                await service.open(BRIEF)

    in_time(run())
    assert endpoint.asked == ["a-token-1", "a-token-1", "a-token-2", "a-token-2", "a-token-3"]


def test_a_new_token_that_is_not_accepted_is_not_asked_for_again() -> None:
    endpoint = Endpoint(closes)
    endpoint.accepted = set()

    async def run() -> None:
        async with serving(endpoint.application()) as service:
            with pytest.raises(ServiceLostError):
                await service.open(BRIEF)

    in_time(run())
    assert endpoint.asked == ["a-token-1"]


@pytest.mark.parametrize("expires_in", [None, "soon", []])
def test_a_token_without_a_time_is_none(expires_in: Any) -> None:
    async def run() -> None:
        async with serving(Endpoint(closes, expires_in).application()) as service:
            await service.open(BRIEF)

    with pytest.raises(ServiceLostError, match="did not open"):
        in_time(run())


def test_what_fails_shows_no_key_and_no_token(caplog: pytest.LogCaptureFixture) -> None:
    endpoint = Endpoint(closes)
    endpoint.accepted = set()

    async def run() -> str:
        async with serving(endpoint.application()) as service:
            with pytest.raises(ServiceLostError) as lost:
                await service.open(BRIEF)
            return f"{lost.value!r} {lost.value.__cause__!r} {service!r}"

    with caplog.at_level(logging.DEBUG):
        shown = in_time(run())
    # The endpoint's own log has its requests.
    logged = [each.getMessage() for each in caplog.records if each.name != "aiohttp.access"]
    assert not [secret for secret in SECRETS if secret in "".join([shown, *logged])]


def test_an_endpoint_that_does_not_answer_is_given_up_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hume, "_OPEN_SECONDS", 0.2)

    async def run() -> None:
        asked = asyncio.Event()

        async def silent(_: web.Request) -> web.Response:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        application = web.Application()
        application.router.add_post("/oauth2-cc/token", silent)
        async with serving(application) as service:
            with pytest.raises(ServiceLostError):
                await service.open(BRIEF)
            assert asked.is_set()

    in_time(run())


def test_a_talk_that_ends_while_a_chat_is_opened_leaves_no_connection(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """An unclosed session would be reported by asyncio."""

    async def run() -> list[str]:
        reported: list[str] = []
        asyncio.get_running_loop().set_exception_handler(
            lambda _, context: reported.append(context["message"])
        )
        asked = asyncio.Event()

        async def silent(_: web.Request) -> web.Response:
            asked.set()
            await asyncio.Event().wait()
            raise AssertionError

        application = web.Application()
        application.router.add_post("/oauth2-cc/token", silent)
        async with serving(application) as service:
            opening = asyncio.create_task(service.open(BRIEF))
            await asked.wait()
            opening.cancel()
            await asyncio.gather(opening, return_exceptions=True)
            del opening
        return reported

    assert in_time(run()) == []


def test_the_caller_s_voice_does_not_pile_up_while_nothing_can_be_sent() -> None:
    async def run() -> int:
        async def deaf(_: web.WebSocketResponse) -> None:
            await asyncio.Event().wait()

        async with serving(Endpoint(deaf).application()) as service:
            chat = await service.open(BRIEF)
            for _ in range(5_000):
                chat.hear(SILENCE)
            waiting = chat._heard.qsize()
            await chat.close()
        return waiting

    assert in_time(run()) <= 500


def test_a_chat_whose_other_end_does_not_close_is_closed_in_time() -> None:
    async def run() -> float:
        async def ignores(_: web.WebSocketResponse) -> None:
            await asyncio.Event().wait()

        async with serving(Endpoint(ignores).application()) as service:
            chat = await service.open(BRIEF)
            began = asyncio.get_running_loop().time()
            await chat.close()
            return asyncio.get_running_loop().time() - began

    assert in_time(run()) < 3

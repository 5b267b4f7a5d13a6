"""For tests of the agent's talks: an API, a service that follows a script, and ears."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web
from livekit import rtc

from voice_agent.api import Api
from voice_agent.services.interface import Brief, Event, ServiceLostError, Speech, ToolCall

SILENCE = rtc.AudioFrame(bytes(960), 48_000, 1, 480)


@dataclass
class Asked:
    """A request that arrived."""

    method: str
    path: str
    body: Any
    headers: dict[str, str]


type Answer = Callable[[Asked], tuple[int, Any]]


@dataclass
class RecordedApi:
    """What was asked, and what is answered, over HTTP. `silent`: so many requests get no answer."""

    answer: Answer
    asked: list[Asked] = field(default_factory=list)
    silent: int = 0

    async def respond(self, request: web.Request) -> web.Response:
        content = await request.read()
        asked = Asked(
            request.method,
            request.path_qs,
            json.loads(content) if content else None,
            dict(request.headers),
        )
        self.asked.append(asked)
        if self.silent > 0:
            self.silent -= 1
            await asyncio.sleep(5)
        status, reply = self.answer(asked)
        return web.json_response(reply, status=status)


@asynccontextmanager
async def serving(api: RecordedApi, seconds_a_try: float = 4.0) -> AsyncIterator[Api]:
    """The client of a talk, for this API."""
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", api.respond)
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    host, port = runner.addresses[0]
    async with aiohttp.ClientSession() as http:
        yield Api(http, f"http://{host}:{port}", "a.talk.token", seconds_a_try)
    await runner.cleanup()


class Ears:
    """What was played, and how often it was cut short."""

    def __init__(self) -> None:
        self.played: list[rtc.AudioFrame] = []
        self.stopped = 0
        self.ended = 0

    def say(self, frame: rtc.AudioFrame) -> None:
        self.played.append(frame)

    def end(self) -> None:
        self.ended += 1

    def stop(self) -> None:
        self.stopped += 1

    async def said(self) -> None:
        return None


type Step = Event | Callable[["ScriptedTalk"], Awaitable[None]]


class ScriptedTalk:
    """A connection that says these events in order; a function among them waits for something.
    After the last it is lost, unless it `stays`.
    """

    def __init__(self, steps: Sequence[Step], *, stays: bool = False) -> None:
        self.steps = steps
        self.stays = stays
        self.answers: list[tuple[str, str, bool]] = []
        self.heard: list[rtc.AudioFrame] = []
        self.answered = asyncio.Condition()
        self.closed = False

    def hear(self, frame: rtc.AudioFrame) -> None:
        self.heard.append(frame)

    async def events(self) -> AsyncIterator[Event]:
        for step in self.steps:
            if callable(step):
                await step(self)
            else:
                yield step
        if self.stays:
            await asyncio.Event().wait()
        raise ServiceLostError("the script is over")

    async def answer(self, call: ToolCall, content: str, *, failed: bool) -> None:
        async with self.answered:
            self.answers.append((call.id, content, failed))
            self.answered.notify_all()

    async def close(self) -> None:
        self.closed = True


def after_answers(count: int) -> Callable[[ScriptedTalk], Awaitable[None]]:
    """Wait until so many tool calls were answered."""

    async def wait(talk: ScriptedTalk) -> None:
        async with talk.answered:
            await talk.answered.wait_for(lambda: len(talk.answers) >= count)

    return wait


@dataclass
class ScriptedService:
    """Opens these talks, one after the other; then it refuses."""

    name: str
    talks: list[ScriptedTalk]
    briefs: list[Brief] = field(default_factory=list)

    async def open(self, brief: Brief) -> ScriptedTalk:
        if not self.talks:
            raise ServiceLostError("refused")
        self.briefs.append(brief)
        return self.talks.pop(0)


def speech(turn: int) -> Speech:
    return Speech(SILENCE, turn)

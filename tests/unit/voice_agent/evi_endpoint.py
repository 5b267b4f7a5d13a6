"""For tests of chats with EVI: an endpoint that sends whatever a test has it send."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web

from voice_agent.services.hume import EviService
from voice_agent.services.interface import Brief
from voice_agent.settings import HumeSettings

BRIEF = Brief("Be short.", (), "Hello!")

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


def message(**fields: Any) -> str:
    return json.dumps(fields)

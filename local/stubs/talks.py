"""What a stand-in's spoken talks bring, and how it is to misbehave in them.

The latter is set in the object, or over HTTP: `POST /stand-in/behaviour` with its fields.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from aiohttp import WSCloseCode, web

from local.stubs.phrases import Phrase

_BEHAVIOUR = "/stand-in/behaviour"


@dataclass
class Behaviour:
    """How a service is to misbehave, and how long a reply lasts.

    `close_after`: ends the connection, once, when so many more phrases were heard and answered, or
    `in_mid_turn`, with no answer to the last of them; `without_notice`: without a last message.
    `repeat_calls`: each tool is called twice. `refuse`: no connection is accepted.
    """

    close_after: int | None = None
    in_mid_turn: bool = False
    without_notice: bool = False
    repeat_calls: bool = False
    refuse: bool = False
    reply_seconds: float = 0.6

    def ends_with_this(self) -> bool:
        """Whether the connection ends with the phrase that was just heard."""
        if self.close_after is None:
            return False
        self.close_after -= 1
        if self.close_after > 0:
            return False
        self.close_after = None
        return True


@dataclass(frozen=True)
class ToolAnswer:
    """What came back for a call. `name` is empty where nothing was called by this id."""

    name: str
    id: str
    content: Any
    is_error: bool = False


@dataclass
class Talks:
    """All talks of one stand-in together. `heard`: by ear. `texts`: what was sent as text.
    `sessions`: the settings that each connection sent. `resumable`: what a connection may resume.
    """

    behaviour: Behaviour = field(default_factory=Behaviour)
    heard: list[Phrase] = field(default_factory=list)
    responses: list[ToolAnswer] = field(default_factory=list)
    sessions: list[dict[str, Any]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    resumable: set[str] = field(default_factory=set)
    sockets: set[web.WebSocketResponse] = field(default_factory=set)

    @property
    def open(self) -> int:
        """How many connections there are."""
        return len(self.sockets)

    @contextmanager
    def connected(self, socket: web.WebSocketResponse) -> Iterator[None]:
        self.sockets.add(socket)
        try:
            yield
        finally:
            self.sockets.discard(socket)

    def clear(self) -> None:
        """Forget what was, and behave well again."""
        self.behaviour = Behaviour()
        for kept in (self.heard, self.responses, self.sessions, self.texts, self.resumable):
            kept.clear()

    def attach(self, app: web.Application) -> web.Application:
        """Add the route of `behaviour`; end talks with the server, which would wait for them."""
        app.router.add_post(_BEHAVIOUR, self._take_behaviour)
        app.on_shutdown.append(self._end)
        return app

    async def _take_behaviour(self, request: web.Request) -> web.Response:
        try:
            self.behaviour = replace(self.behaviour, **await request.json())
        except (TypeError, ValueError) as wrong:
            return web.json_response({"error": str(wrong)}, status=400)
        return web.json_response(asdict(self.behaviour))

    async def _end(self, _: web.Application) -> None:
        for socket in list(self.sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

"""aiohttp's server without its own error pages: what it cannot read is answered by the API too."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

logger = logging.getLogger(__name__)

type Handle = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]
type OnError = Callable[[int], web.Response]


class EnvelopeServer(web.Server):
    """Hands every request to `handle`, and every failure before or in it to `on_error`."""

    def __init__(self, handle: Handle, on_error: OnError, *, body_limit: int) -> None:
        super().__init__(handle, request_factory=_request_factory(body_limit), access_log=None)
        self._on_error = on_error

    def __call__(self) -> RequestHandler:
        return _Connection(self, self._on_error)


class _Connection(RequestHandler):
    __slots__ = ("_on_error",)

    def __init__(self, server: web.Server, on_error: OnError) -> None:
        super().__init__(server, loop=asyncio.get_running_loop())
        self._on_error = on_error

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = 500,
        exc: BaseException | None = None,
        message: str | None = None,
    ) -> web.StreamResponse:
        if status >= 500:
            logger.error("the front door failed", exc_info=exc)
        response = self._on_error(status)
        response.force_close()
        return response


def _request_factory(body_limit: int) -> Callable[..., web.BaseRequest]:
    def make(
        message: Any, payload: Any, protocol: Any, writer: Any, task: "asyncio.Task[None]"
    ) -> web.BaseRequest:
        loop = asyncio.get_running_loop()
        return web.BaseRequest(
            message, payload, protocol, writer, task, loop, client_max_size=body_limit
        )

    return make

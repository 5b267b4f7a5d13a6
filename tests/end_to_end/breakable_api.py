"""The API behind a proxy that can leave requests without an answer."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import aiohttp
from aiohttp import web

from local.place import free_port

_LONGER_THAN_A_TRY = 4.5
_HOP_BY_HOP = {"host", "content-length", "transfer-encoding", "connection", "content-encoding"}


class BreakableApi:
    """`silent`: so many requests from now on reach the API and get no answer in time; `deaf`: so
    many do not even reach it.
    """

    def __init__(self, base_url: str) -> None:
        self._target = base_url
        self.url = f"http://127.0.0.1:{free_port()}{urlsplit(base_url).path}"
        self.silent = 0
        self.deaf = 0

    async def pass_on(self, request: web.Request) -> web.Response:
        if self.deaf > 0:
            self.deaf -= 1
            await asyncio.sleep(_LONGER_THAN_A_TRY)
        target = urlsplit(self._target)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in _HOP_BY_HOP}
        async with (
            aiohttp.ClientSession() as http,
            http.request(
                request.method,
                f"{target.scheme}://{target.netloc}{request.path_qs}",
                headers=headers,
                data=await request.read(),
            ) as answer,
        ):
            body = await answer.read()
            kept = {k: v for k, v in answer.headers.items() if k.lower() not in _HOP_BY_HOP}
        if self.silent > 0:
            self.silent -= 1
            await asyncio.sleep(_LONGER_THAN_A_TRY)
        return web.Response(status=answer.status, body=body, headers=kept)


@contextmanager
def breakable(base_url: str) -> Iterator[BreakableApi]:
    """On a thread of its own."""
    api = BreakableApi(base_url)
    loop, stop, ready = asyncio.new_event_loop(), asyncio.Event(), threading.Event()

    async def serve() -> None:
        application = web.Application()
        application.router.add_route("*", "/{path:.*}", api.pass_on)
        runner = web.AppRunner(application, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", urlsplit(api.url).port).start()
        ready.set()
        await stop.wait()
        await runner.cleanup()

    thread = threading.Thread(target=loop.run_until_complete, args=[serve()], daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield api
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()

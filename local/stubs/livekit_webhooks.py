"""The webhooks that LiveKit's stand-in sends: signed, in order, and again where one fails."""

import asyncio
import time
from collections.abc import Mapping
from typing import Any

import aiohttp
from google.protobuf.json_format import MessageToDict
from livekit.protocol import models

from local.stubs.livekit_keys import ApiKeys

_TRIES = 4


class Webhooks:
    """Events on their way to one address, which may be named later; without one there are none."""

    def __init__(self, keys: ApiKeys) -> None:
        self._keys = keys
        self._waiting: asyncio.Queue[tuple[bytes, dict[str, str]]] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None
        self._count = 0
        self.url = ""

    def send(
        self,
        event: str,
        room: models.Room,
        participant: models.ParticipantInfo | None = None,
    ) -> None:
        """Send an event soon."""
        if not self.url:
            return
        about: dict[str, Any] = {"room": _json(room)}
        if participant is not None:
            about["participant"] = _json(participant)
        self._count += 1
        self._waiting.put_nowait(
            self._keys.signed_webhook(event, at=int(time.time()), number=self._count, **about)
        )
        if self._sender is None or self._sender.done():
            self._sender = asyncio.ensure_future(self._send_all())

    async def sent(self) -> None:
        """Wait until nothing is on its way."""
        if self._sender is not None:
            await self._sender

    async def _send_all(self) -> None:
        async with aiohttp.ClientSession() as session:
            while not self._waiting.empty():
                await self._send(session, *self._waiting.get_nowait())

    async def _send(
        self, session: aiohttp.ClientSession, body: bytes, headers: Mapping[str, str]
    ) -> None:
        for attempt in range(_TRIES):
            try:
                async with session.post(self.url, data=body, headers=headers) as answer:
                    if answer.status < 500:
                        return
            except (aiohttp.ClientError, TimeoutError):
                pass
            await asyncio.sleep(0.2 * 2**attempt)


def _json(message: Any) -> dict[str, Any]:
    written: dict[str, Any] = MessageToDict(message)
    return written
